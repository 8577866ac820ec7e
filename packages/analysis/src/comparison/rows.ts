import type { RunResult } from '@loadrun/metrics'
import type { ComparisonRow } from '../comparison.ts'
import { goodputPerSecond, iterationCounts, requestCounts } from '../figures/requests.ts'
import { peakSockets, settledSockets } from '../figures/sockets.ts'
import { middlewaresOf, serversOf } from '../figures/tiers.ts'
import { type RequestTime, timeMs } from '../figures/times.ts'

type Figure = Omit<ComparisonRow, 'values'> & { readonly of: (result: RunResult) => number | undefined }

/** Every figure that at least one of the runs has. */
export function rowsOf(results: readonly RunResult[]): readonly ComparisonRow[] {
  return [...clientFigures, ...serverFigures(results), ...middlewareFigures(results), ...socketFigures(results)]
    .map(({ of, ...row }) => ({ ...row, values: results.map((result) => of(result)) }))
    .filter(({ values }) => values.some((value) => value !== undefined))
}

const clientFigures: readonly Figure[] = [
  {
    id: 'served-share',
    label: 'Client requests served',
    unit: 'share',
    better: 'higher',
    of: (result) => share(requestCounts(result.total).ok, requestCounts(result.total).sent),
  },
  { id: 'goodput', label: 'Goodput', unit: 'perSecond', better: 'higher', of: goodputPerSecond },
  {
    id: 'failed',
    label: 'Client requests failed',
    unit: 'count',
    better: 'lower',
    of: (result) => requestCounts(result.total).failed,
  },
  {
    id: 'dropped-iterations',
    label: 'Arrivals never sent (dropped_iterations)',
    unit: 'count',
    better: 'lower',
    of: (result) => iterationCounts(result.total).dropped,
  },
  ...([50, 95, 99] as const).map((percentile) => responseTime(percentile, 'ok')),
  ...([50, 95, 99] as const).map((percentile) => responseTime(percentile, 'all')),
]

function responseTime(percentile: number, outcome: 'ok' | 'all'): Figure {
  const time: RequestTime = 'responseTime'
  return {
    id: `response-time-p${percentile}-${outcome}`,
    label: `Response time p${percentile}, ${outcome === 'ok' ? 'served requests' : 'all requests'}`,
    unit: 'ms',
    better: 'lower',
    of: (result) => timeMs(result.total, time, outcome, { kind: 'percentile', percentile }),
  }
}

function serverFigures(results: readonly RunResult[]): readonly Figure[] {
  return namesOf(results, 'limited-server').flatMap((name): readonly Figure[] => {
    const serverIn = (result: RunResult) => serversOf(result).find(({ plan }) => plan.name === name)
    return [
      {
        id: `${name}-refused-share`,
        label: `${name}: connections refused at the limit`,
        unit: 'share',
        better: 'lower',
        of: (result) => {
          const end = serverIn(result)?.end
          return end && share(end.rejected, end.accepted + end.rejected)
        },
      },
      {
        id: `${name}-slots`,
        label: `${name}: slots in use, settled`,
        unit: 'count',
        better: 'lower',
        note: 'median over the second half',
        of: (result) =>
          median(secondHalf(serverIn(result)?.observation.samples.map(({ counts }) => counts.slotsInUse))),
      },
      {
        id: `${name}-work-for-nobody`,
        label: `${name}: requests finished for clients that had gone`,
        unit: 'count',
        better: 'lower',
        of: (result) => serverIn(result)?.end?.servedToNobody,
      },
    ]
  })
}

function middlewareFigures(results: readonly RunResult[]): readonly Figure[] {
  return namesOf(results, 'middleware').map((name) => ({
    id: `${name}-timeouts`,
    label: `${name}: upstream requests ended by its timeout`,
    unit: 'count',
    better: 'neither',
    of: (result) => middlewaresOf(result).find(({ plan }) => plan.name === name)?.end?.upstreamTimeouts,
  }))
}

function socketFigures(results: readonly RunResult[]): readonly Figure[] {
  const legs = new Map(
    results.flatMap(({ sockets }) => (sockets.observed ? sockets.legs.map((leg) => [leg.name, leg] as const) : [])),
  )
  return [...legs.values()].flatMap((leg): readonly Figure[] => [
    {
      id: `${leg.name}-established`,
      label: `${leg.name}: ESTABLISHED on ${leg.from}'s side, settled`,
      unit: 'count',
      better: 'lower',
      note: 'median over the second half',
      of: (result) => settledSockets(result, leg.name, 'from', 'ESTABLISHED'),
    },
    {
      id: `${leg.name}-fin-wait2`,
      label: `${leg.name}: FIN_WAIT2 on ${leg.from}'s side, settled`,
      unit: 'count',
      better: 'neither',
      note: 'closed here, still held by the other end',
      of: (result) => settledSockets(result, leg.name, 'from', 'FIN_WAIT2'),
    },
    ...(['from', 'to'] as const).map(
      (end): Figure => ({
        id: `${leg.name}-time-wait-${end}`,
        label: `${leg.name}: TIME_WAIT on ${leg[end]}'s side, most`,
        unit: 'count',
        better: 'neither',
        of: (result) => peakSockets(result, leg.name, end, 'TIME_WAIT'),
      }),
    ),
  ])
}

function namesOf(results: readonly RunResult[], kind: string): readonly string[] {
  return [
    ...new Set(
      results.flatMap(({ plan }) => plan.topology.filter((tier) => tier.kind === kind).map(({ name }) => name)),
    ),
  ]
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}

function secondHalf(values: readonly number[] | undefined): readonly number[] {
  return values?.slice(Math.floor(values.length / 2)) ?? []
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
