const perSecond = { s: 1, m: 60, h: 3600 }
/** A text that is a rate. */
export const ratePattern = /^(\d+(?:\.\d+)?)\s*\/\s*([smh])$/

/** How often a second: `150/s`, `9000/m`, `10/h`, or a bare number, which is per second. `undefined` where it is none. */
export function parseRatePerSecond(given: string | number): number | undefined {
  if (typeof given === 'number') return given
  const found = ratePattern.exec(given)
  if (found === null) return undefined
  return Number(found[1]) / perSecond[found[2] as keyof typeof perSecond]
}
