import type { JsonValue } from '@loadrun/plan'

/** A value within a text: nothing for `null`, JSON for lists and mappings. */
export function toText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
