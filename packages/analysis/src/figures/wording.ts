const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** `19,063`. */
export function countText(count: number): string {
  return grouped.format(count)
}

/** A share from 0 to 1 as `21.3 %`; shares that are neither 0 nor 1 are never rounded to `0 %` or `100 %`. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1 %'
  if (share < 1 && share > 0.999) return 'over 99.9 %'
  return `${oneDigit.format(share * 100)} %`
}

/** `250 ms`, `1.2 s`, `35 s`, `2 min 5 s`. */
export function durationText(durationMs: number): string {
  if (durationMs < 1000) return `${oneDigit.format(durationMs)} ms`
  const seconds = durationMs / 1000
  if (seconds < 120) return `${oneDigit.format(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** `one 502 answer`, `3 answers`: the noun in the number that the count asks for. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`
}
