const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const form = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/

/** Milliseconds of a number of them, or of k6's text such as `1m30s`. Throws where it is neither. */
export function durationMsOf(given: number | string, what: string): number {
  if (typeof given === 'number' && Number.isFinite(given) && given >= 0) return given
  const text = String(given).trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  if (!form.test(text))
    throw new TypeError(`\`${what}\` cannot be '${text}': milliseconds are wanted, or text such as '30s'`)
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (unitsMs[unit] ?? 0),
    0,
  )
}
