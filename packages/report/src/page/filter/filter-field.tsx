import { t } from '../language/language.ts'

/** Leaves only those failures, charts and rows in sight that hold the words. */
export function FilterField({ words, onFilter }: { words: string; onFilter: (words: string) => void }) {
  return (
    <input
      class="filter"
      type="search"
      value={words}
      placeholder={t('Filter')}
      aria-label={t('Show only failures, charts, steps, tiers and settings with these words')}
      onInput={(event) => onFilter(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onFilter('')
      }}
    />
  )
}
