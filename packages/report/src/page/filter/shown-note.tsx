import { t } from '../language/language.ts'
import { useFilter } from './filter.ts'

/** How much the filter leaves of a list; nothing while it is off. */
export function ShownNote({ shown, all }: { shown: number; all: number }) {
  const { active } = useFilter()
  return active ? <p class="shown-note">{t(`The filter shows ${shown} of ${all}.`)}</p> : null
}
