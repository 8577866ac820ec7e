import { defined, isMapping, type Written } from '../imported.ts'

/** What Artillery's phases ask for, one after the other. Each visitor is an arrival. */
export function loadOf(phases: unknown, notes: string[]): Written {
  const list = (Array.isArray(phases) ? phases : []).filter(isMapping)
  const caps = list.flatMap(({ maxVusers }) => (typeof maxVusers === 'number' ? [maxVusers] : []))
  const arrivals = list.some(({ mode }) => mode === 'poisson') ? 'poisson' : undefined
  const more = { arrivals, maxVUs: caps.length === 0 ? undefined : Math.max(...caps) }
  if (new Set(caps).size > 1) notes.push('maxVusers differs from phase to phase: the highest holds for all')
  const [only] = list
  if (only === undefined) {
    notes.push('There are no phases: a modest load is put in their place')
    return { executor: 'constant-arrival-rate', rate: '1/s', duration: '10s' }
  }
  if (list.length === 1 && only.rampTo === undefined && only.pause === undefined) {
    const [rate, duration] = [rateOf(only), durationOf(only.duration)]
    return defined({ executor: 'constant-arrival-rate', rate, duration, ...more })
  }
  const stages = list.flatMap((phase, index): readonly Written[] => {
    if (phase.pause !== undefined) return [...jump(index, 0), { duration: durationOf(phase.pause), target: 0 }]
    const duration = durationOf(phase.duration)
    return [...jump(index, rateOf(phase)), { duration, target: numberOf(phase.rampTo) ?? rateOf(phase) }]
  })
  const startRate = only.pause === undefined ? rateOf(only) : 0
  return defined({ executor: 'ramping-arrival-rate', startRate, stages, ...more })
}

/** The first begins where the load does. */
function jump(index: number, target: number): readonly Written[] {
  return index === 0 ? [] : [{ duration: '0s', target }]
}

function rateOf({ arrivalRate, arrivalCount, duration }: Written): number {
  const count = numberOf(arrivalCount)
  if (count === undefined) return numberOf(arrivalRate) ?? 0
  return count / (secondsOf(duration) || 1)
}

/** Artillery's numbers are seconds, and its texts have units. */
export function durationOf(given: unknown): string {
  const text = String(given ?? '1').trim()
  if (/^\d+(\.\d+)?$/.test(text)) return `${text}s`
  return text
    .replaceAll(/\s+/g, '')
    .replace(/(milliseconds?|msecs?)$/, 'ms')
    .replace(/(seconds?|secs?)$/, 's')
    .replace(/(minutes?|mins?)$/, 'm')
    .replace(/(hours?|hrs?)$/, 'h')
}

function secondsOf(given: unknown): number {
  const [, number = '1', unit = 's'] = /^([\d.]+)\s*(ms|s|m|h)?/.exec(durationOf(given)) ?? []
  return Number(number) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[unit] ?? 1)
}

function numberOf(given: unknown): number | undefined {
  return given === undefined || Number.isNaN(Number(given)) ? undefined : Number(given)
}
