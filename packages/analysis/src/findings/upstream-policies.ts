import type { MiddlewareCounts } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'
import { type MiddlewareFigures, middlewaresOf, peakBy } from '../figures/tiers.ts'
import { countOf, countText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** How many upstream requests a middleware made of each that it had to make: retries multiply load when it hurts most. */
export const retryAmplification: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap(({ plan, observation, end }) => {
    if (end === undefined || (end.retries === 0 && end.retriesWithheld === 0)) return []
    const asked = askedOf(end)
    const endMs = plannedEndMs(measured.plan)
    const seconds = growthsOf(observation)
    const height = peakBy(seconds, ({ sentPerSecond }) => sentPerSecond)
    const late = observation.samples.filter(({ atMs }) => atMs >= endMs * 0.8 && atMs <= endMs)
    const lateGrowth = growth(late[0]?.counts, late.at(-1)?.counts)
    const lateAttempts = lateGrowth.asked > 0 ? lateGrowth.sent / lateGrowth.asked : undefined
    const { budget } = plan.retries ?? {}
    return [
      {
        id: 'retry-amplification',
        sentence: [
          `${plan.name} sent ${countText(end.upstreamRequests)} requests upstream for ${countText(asked)} that it had to ` +
            `send, ${timesText(end.upstreamRequests / asked)} for each: ${countOf(end.retries, 'was a retry', 'were retries')}.`,
          ...(height === undefined
            ? []
            : [
                `At its height it sent ${countText(height.sentPerSecond)} a second where ${countText(height.askedPerSecond)} ` +
                  'were called for.',
              ]),
          ...(lateAttempts === undefined
            ? []
            : [`In the last fifth of the load it sent ${timesText(lateAttempts)} for each.`]),
          ...(budget === undefined
            ? []
            : [`Its budget of ${shareText(budget)} withheld ${countOf(end.retriesWithheld, 'retry', 'retries')}.`]),
        ].join(' '),
        figures: {
          upstreamRequests: end.upstreamRequests,
          asked,
          attemptsPerRequest: end.upstreamRequests / asked,
          retries: end.retries,
          retriesWithheld: end.retriesWithheld,
          ...(height === undefined ? {} : { sentPerSecondAtHeight: height.sentPerSecond }),
          ...(lateAttempts === undefined ? {} : { attemptsPerRequestInLastFifth: lateAttempts }),
        },
      },
    ]
  })

/** What a circuit breaker kept from the upstream. */
export const circuitBreaking: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap(({ plan, observation, end }) => {
    if (end === undefined || end.circuitOpenings === 0) return []
    const first = observation.samples.find(({ counts }) => counts.circuitOpenings > 0)
    const attempts = end.upstreamRequests + end.refusedByCircuit
    return [
      {
        id: 'circuit-breaker',
        sentence:
          `${plan.name}’s circuit breaker opened ${countOf(end.circuitOpenings, 'time')} and refused ` +
          `${countText(end.refusedByCircuit)} of ${countOf(attempts, 'upstream request')} ` +
          `(${shareText(end.refusedByCircuit / attempts)}) without sending them.`,
        figures: {
          circuitOpenings: end.circuitOpenings,
          refusedByCircuit: end.refusedByCircuit,
          attempts,
          ...(first === undefined ? {} : { openedByMs: first.atMs }),
        },
      },
    ]
  })

/** What second requests for slow ones brought, and what they cost. */
export const hedging: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap(({ plan, end }) => {
    if (end === undefined || end.hedges === 0) return []
    return [
      {
        id: 'hedging',
        sentence:
          `${plan.name} sent a second request for ${countText(end.hedges)} slow ones ` +
          `(${shareText(end.hedges / end.upstreamRequests)} of what it sent); ` +
          `${countText(end.hedgesWon)} of them were answered before the first.`,
        figures: { hedges: end.hedges, hedgesWon: end.hedgesWon, upstreamRequests: end.upstreamRequests },
      },
    ]
  })

/** Upstream requests that the middleware would have sent without any policy. */
function askedOf(counts: MiddlewareCounts): number {
  return counts.upstreamRequests + counts.refusedByCircuit - counts.retries - counts.hedges
}

function growth(from: MiddlewareCounts | undefined, to: MiddlewareCounts | undefined): { sent: number; asked: number } {
  if (from === undefined || to === undefined) return { sent: 0, asked: 0 }
  return { sent: to.upstreamRequests - from.upstreamRequests, asked: askedOf(to) - askedOf(from) }
}

interface Growth {
  readonly sentPerSecond: number
  readonly askedPerSecond: number
}

/** From sample to sample. Those that came early, after a late one, are left out: their rates would be mostly noise. */
function growthsOf({ samples }: MiddlewareFigures['observation']): readonly Growth[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1]
    if (before === undefined || sample.atMs - before.atMs < 500) return []
    const { sent, asked } = growth(before.counts, sample.counts)
    const seconds = (sample.atMs - before.atMs) / 1000
    return [{ sentPerSecond: sent / seconds, askedPerSecond: asked / seconds }]
  })
}

function timesText(times: number): string {
  return times.toFixed(1)
}
