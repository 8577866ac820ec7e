import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** What the reader looks for: words that all must be in what is shown. */
export const FilterWords = createContext('')

export interface Filter {
  readonly active: boolean
  /** Whether something with these texts is to be shown. */
  readonly shows: (...texts: readonly string[]) => boolean
}

export function useFilter(): Filter {
  const words = useContext(FilterWords)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return {
    active: words.length > 0,
    shows: (...texts) => {
      const text = texts.join(' ').toLowerCase()
      return words.every((word) => text.includes(word))
    },
  }
}
