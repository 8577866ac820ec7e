import type { Finding } from '@loadrun/metrics'
import { type MiddlewareFigures, middlewaresOf } from '../figures/tiers.ts'
import { countText } from '../figures/wording.ts'
import { timeWaitsBegun } from '../sockets/time-wait-flow.ts'
import type { FindingRule } from './finding.ts'

/** Fewer than this are not worth a sentence, and a kind of ending that is rarer cannot be told from what strays. */
const worthTelling = 100
/** Of what entered TIME_WAIT: as far as snapshots, a second apart, may miss it, and much less than the next best guess. */
const tolerance = 0.08

/**
 * Which of its upstream requests left a socket in TIME_WAIT at a middleware: those served, those refused, those that its
 * timeout ended. It is the choice whose sum comes closest to how often TIME_WAIT began; no sentence, where none is near
 * or two are.
 */
export const timeWaitSource: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap((middleware): readonly Finding[] => {
    const { plan } = middleware
    if (!measured.sockets.observed || plan.connections === 'keep-alive') return []
    const leg = measured.sockets.legs.find(({ from }) => from === plan.name)
    if (leg === undefined) return []
    // Those after the last request's end as well: its socket enters TIME_WAIT then.
    const points = measured.sockets.samples.map(({ atMs, legs }) => ({
      atMs,
      timeWait: legs[leg.name]?.from.TIME_WAIT ?? 0,
    }))
    const began = timeWaitsBegun(points).at(-1)?.count ?? 0
    const kinds = endingsOf(middleware).filter(({ count }) => count >= worthTelling)
    const chosen = closest(kinds, began)
    if (chosen === undefined || kinds.length < 2) return []
    const left = kinds.filter((kind) => chosen.includes(kind))
    const others = kinds.filter((kind) => !chosen.includes(kind))
    return [
      {
        id: 'time-wait-source',
        sentence:
          `${plan.name} kept about ${countText(began)} sockets in TIME_WAIT in all: one for each request ` +
          `${left.map(tell).join(', and for each ')}` +
          (others.length === 0 ? '.' : `; none for those ${others.map(tell).join(' and those ')}.`),
        figures: { began, ...Object.fromEntries(kinds.map(({ id, count }) => [id, count])) },
      },
    ]
  })

interface Ending {
  readonly id: string
  readonly count: number
  readonly what: string
}

function endingsOf({ observation, end }: MiddlewareFigures): readonly Ending[] {
  if (end === undefined) return []
  const answeredBadly = observation.upstreamFailures
    .filter(({ status }) => status !== undefined)
    .reduce((sum, { count }) => sum + count, 0)
  return [
    { id: 'served', count: end.upstreamOk, what: 'served' },
    { id: 'refused', count: answeredBadly, what: 'refused' },
    { id: 'timedOut', count: end.upstreamTimeouts, what: 'that its timeout ended' },
  ]
}

function tell({ count, what }: Ending): string {
  return `${what} (${countText(count)})`
}

function closest(kinds: readonly Ending[], began: number): readonly Ending[] | undefined {
  if (began < worthTelling) return undefined
  const guesses = choicesOf(kinds)
    .map((choice) => ({ choice, off: Math.abs(choice.reduce((sum, { count }) => sum + count, 0) - began) / began }))
    .sort((a, b) => a.off - b.off)
  const [best, next] = guesses
  if (best === undefined || best.off > tolerance) return undefined
  return next === undefined || next.off > 2 * tolerance || next.off > 3 * best.off ? best.choice : undefined
}

/** Every selection but the empty one. */
function choicesOf(kinds: readonly Ending[]): readonly (readonly Ending[])[] {
  const [first, ...others] = kinds
  if (first === undefined) return []
  const rest = choicesOf(others)
  return [[first], ...rest, ...rest.map((choice) => [first, ...choice])]
}
