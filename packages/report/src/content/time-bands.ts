/** A band is as wide, compared with its start, as every other: eight to each power of ten. */
const bandsPerTen = 8

/** Shorter times share a band: a hundredth of a millisecond is nobody's wait. */
const shortestMs = 0.01

/** The band that a time falls into; each further one is longer. */
export function bandOf(ms: number): number {
  return Math.floor(bandsPerTen * Math.log10(Math.max(ms, shortestMs)))
}

/** Where a band begins, in milliseconds; the one after it begins where it ends. */
export function bandStartMs(band: number): number {
  return 10 ** (band / bandsPerTen)
}
