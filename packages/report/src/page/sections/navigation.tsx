import type { Tone } from '../../content/content.ts'
import { ThemeToggle } from '../appearance/theme-toggle.tsx'
import { FilterField } from '../filter/filter-field.tsx'
import { t } from '../language/language.ts'
import { LanguageToggle } from '../language/language-toggle.tsx'

interface Properties {
  readonly title: string
  readonly tone?: Tone
  /** Identifiers of sections and what they are called. */
  readonly places: readonly (readonly [string, string])[]
  readonly filter: string
  readonly onFilter: (words: string) => void
}

/** Stays in sight: where am I, and where else could I go. */
export function Navigation({ title, tone, places, filter, onFilter }: Properties) {
  return (
    <header class="bar">
      <div class="bar-inner">
        <a class="bar-title" href="#page" title={title} translate={false}>
          {tone === undefined ? null : <span class={`dot ${tone}`} aria-hidden="true" />}
          <span>{title}</span>
        </a>
        <nav aria-label={t('Sections')}>
          {places.map(([id, name]) => (
            <a key={id} href={`#${id}`}>
              {t(name)}
            </a>
          ))}
        </nav>
        <FilterField words={filter} onFilter={onFilter} />
        <LanguageToggle />
        <ThemeToggle />
      </div>
    </header>
  )
}
