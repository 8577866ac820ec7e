/** The longest duration a file can ask for: timers of Node hold no more than 2^31 - 1 ms, a little over 24 days. */
export const longestDurationMs = 24 * 24 * 3_600_000

/** One number and unit, or several from large to small. An empty text matches as well. */
export const durationPattern =
  /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/
const partsMs = [24 * 3_600_000, 3_600_000, 60_000, 1000, 1]

/**
 * Milliseconds of a duration such as `250ms`, `5s`, `1m30s` or `1.5h`, to the nanosecond.
 * `undefined` where the text is none, has no unit, or says more than 24 days.
 */
export function parseDurationMs(text: string): number | undefined {
  const found = durationPattern.exec(text)
  if (found === null || text === '') return undefined
  const ms = partsMs.reduce((sum, unitMs, index) => sum + Number(found[index + 1] ?? 0) * unitMs, 0)
  return ms <= longestDurationMs ? Math.round(ms * 1e6) / 1e6 : undefined
}
