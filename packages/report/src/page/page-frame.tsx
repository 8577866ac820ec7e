import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { Tone } from '../content/content.ts'
import { FilterWords } from './filter/filter.ts'
import { Footer } from './sections/footer.tsx'
import { Navigation } from './sections/navigation.tsx'

interface Properties {
  readonly title: string
  readonly tone?: Tone
  /** Identifiers of sections and what they are called. */
  readonly places: readonly (readonly [string, string])[]
  /** The file beside the page with every figure; left out: there is none. */
  readonly data?: string
  readonly children: ComponentChildren
}

/** What every page has around its own: where the reader is and could go, the words that he filters by, who made it. */
export function PageFrame({ children, data, ...navigation }: Properties) {
  const [filter, setFilter] = useState('')
  return (
    <FilterWords.Provider value={filter}>
      <Navigation {...navigation} filter={filter} onFilter={setFilter} />
      <main>{children}</main>
      <Footer data={data} />
    </FilterWords.Provider>
  )
}
