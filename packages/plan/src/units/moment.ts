/** Date and time of day with seconds, and a zone. */
const written = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * Milliseconds since 1970 of a moment in ISO 8601, such as `2026-11-22T10:05:00.250Z`; a blank may stand for the `T`, and
 * without a zone it is UTC. `undefined` where the text is none.
 */
export function parseMomentMs(text: string): number | undefined {
  const found = written.exec(text)
  if (found === null) return undefined
  const ms = Date.parse(found[2] === undefined ? `${text}Z` : text)
  if (Number.isNaN(ms)) return undefined
  // Dates hold no parts of milliseconds.
  const fraction = Number(found[1] ?? 0) * 1000
  return ms - Math.trunc(fraction) + fraction
}
