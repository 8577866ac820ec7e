import type { RunResult, SocketObservation, TcpState } from '@loadrun/metrics'
import { momentText } from '../wording/duration.ts'
import { rounded } from './chart.ts'
import type { Figure } from './content.ts'
import { ownMetrics } from './own-metrics.ts'
import { timingOf } from './timing.ts'
import { ended, failedShare, outcomes, sumOfRequests, sumOfScenarios } from './totals.ts'

/** The few figures that most readers want before anything else. */
export function keyFigures(result: RunResult): readonly Figure[] {
  const { total } = result
  const dropped = sumOfScenarios(total, ({ droppedIterations }) => droppedIterations)
  const all = timingOf(outcomes(total, 'all').map((part) => part.responseTime))
  const ok = timingOf(outcomes(total, 'ok').map((part) => part.responseTime))
  const share = failedShare(total)
  return [
    { label: 'requests', value: sumOfRequests(total, ended), unit: 'count' },
    { label: 'served well', value: share === null ? null : 1 - share, unit: 'share' },
    { label: 'p95 of successes', value: rounded(ok?.percentileMs(95)), unit: 'ms' },
    { label: 'p95 of all', value: rounded(all?.percentileMs(95)), unit: 'ms' },
    ...warmUpFigures(result),
    ...(dropped > 0 ? [{ label: 'dropped arrivals', value: dropped, unit: 'count' } as const] : []),
    ...socketFigures(result.sockets),
    ...slotFigures(result),
    ...ownMetrics(result),
  ]
}

function warmUpFigures({ total: { warmUp }, plan: { warmUpMs = 0 } }: RunResult): readonly Figure[] {
  if (warmUp === undefined) return []
  const note = `requests of the warm-up, the first ${momentText(warmUpMs)}`
  return [{ label: 'not counted', value: warmUp.requests, unit: 'count', note }]
}

function socketFigures(sockets: SocketObservation): readonly Figure[] {
  if (!sockets.observed) return []
  return (['ESTABLISHED', 'TIME_WAIT'] as const).flatMap((state) => {
    const peak = highest(sockets, state)
    return peak === undefined ? [] : [peak]
  })
}

function highest(sockets: Extract<SocketObservation, { observed: true }>, state: TcpState): Figure | undefined {
  let best: { count: number; note: string } | undefined
  for (const sample of sockets.samples) {
    for (const leg of sockets.legs) {
      for (const end of ['from', 'to'] as const) {
        const count = sample.legs[leg.name]?.[end][state] ?? 0
        if (best === undefined || count > best.count)
          best = { count, note: `${leg.from} → ${leg.to}, ${leg[end]}’s end` }
      }
    }
  }
  return best && { label: `peak ${state}`, value: best.count, unit: 'count', note: best.note }
}

function slotFigures({ tiers, plan }: RunResult): readonly Figure[] {
  return tiers.flatMap((tier) => {
    if (tier.kind !== 'limited-server' || tier.samples.length === 0) return []
    const planned = plan.topology.find(({ name }) => name === tier.name)
    const slots = planned?.kind === 'limited-server' ? planned.concurrency : undefined
    const limit = slots === undefined ? '' : ` of ${slots.toLocaleString('en-US')}`
    const most = Math.max(...tier.samples.map(({ counts }) => counts.slotsInUse))
    return [{ label: 'peak slots in use', value: most, unit: 'count', note: `${limit.trim()} at ${tier.name}`.trim() }]
  })
}
