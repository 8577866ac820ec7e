import type { RunResult } from '@loadrun/metrics'
import type { ComparisonRow } from '../comparison.ts'
import { goodputPerSecond, iterationCounts, requestCounts } from '../figures/requests.ts'
import { peakSockets, settledSockets } from '../figures/sockets.ts'
import { middlewaresOf, refusalsOf, serversOf } from '../figures/tiers.ts'
import { type RequestTime, timeMs } from '../figures/times.ts'
import { medianOf } from '../statistics/median.ts'
import {
  percentileOf,
  quotient,
  requestWindows,
  responseTimeWindows,
  serverWindows,
  total,
  type Windowed,
} from './windows.ts'

/** A figure that sides are compared by. */
export type ComparedFigure = Omit<ComparisonRow, 'values' | 'repeats' | 'assessments'> & {
  readonly of: (result: RunResult) => number | undefined
  /** How it is had from windows of time; left out where no sum of windows gives it, as of what most sockets there were. */
  readonly windowed?: Windowed
}

/** Every figure that runs of these plans can have. */
export function comparedFigures(results: readonly RunResult[]): readonly ComparedFigure[] {
  return [...clientFigures, ...serverFigures(results), ...middlewareFigures(results), ...socketFigures(results)]
}

const ok = responseTimeWindows('ok')
const all = responseTimeWindows('all')

const clientFigures: readonly ComparedFigure[] = [
  {
    id: 'served-share',
    label: 'Client requests served',
    unit: 'share',
    better: 'higher',
    decisive: true,
    of: (result) => share(requestCounts(result.total).ok, requestCounts(result.total).sent),
    windowed: { windowsOf: requestWindows, figure: quotient(0, 1) },
  },
  {
    id: 'goodput',
    label: 'Goodput',
    unit: 'perSecond',
    better: 'higher',
    decisive: true,
    of: goodputPerSecond,
    windowed: { windowsOf: requestWindows, figure: quotient(0, 3) },
  },
  {
    id: 'failed',
    label: 'Client requests failed',
    unit: 'count',
    better: 'lower',
    decisive: false,
    of: (result) => requestCounts(result.total).failed,
    windowed: { windowsOf: requestWindows, figure: total(4) },
  },
  {
    id: 'dropped-iterations',
    label: 'Arrivals never sent (dropped_iterations)',
    unit: 'count',
    better: 'lower',
    decisive: true,
    of: (result) => iterationCounts(result.total).dropped,
    windowed: { windowsOf: requestWindows, figure: total(2) },
  },
  ...([50, 95, 99] as const).map((percentile) => responseTime(percentile, 'ok')),
  ...([50, 95, 99] as const).map((percentile) => responseTime(percentile, 'all')),
]

function responseTime(percentile: number, outcome: 'ok' | 'all'): ComparedFigure {
  const time: RequestTime = 'responseTime'
  return {
    id: `response-time-p${percentile}-${outcome}`,
    label: `Response time p${percentile}, ${outcome === 'ok' ? 'served requests' : 'all requests'}`,
    unit: 'ms',
    better: 'lower',
    // Of all requests, failures included, times would seem to grow when quick refusals become answers.
    decisive: outcome === 'ok',
    of: (result) => timeMs(result.total, time, outcome, { kind: 'percentile', percentile }),
    windowed: { windowsOf: outcome === 'ok' ? ok : all, figure: percentileOf(percentile) },
  }
}

function serverFigures(results: readonly RunResult[]): readonly ComparedFigure[] {
  return namesOf(results, 'limited-server').flatMap((name): readonly ComparedFigure[] => {
    const serverIn = (result: RunResult) => serversOf(result).find(({ plan }) => plan.name === name)
    const limits = new Set(results.map((result) => serverIn(result)?.plan.limit).filter((limit) => limit !== undefined))
    const counted = [...limits].sort().join(' or ')
    return [
      {
        id: `${name}-refused-share`,
        label: `${name}: ${counted} refused at the limit`,
        unit: 'share',
        better: 'lower',
        decisive: false,
        windowed: { windowsOf: serverWindows(name), figure: quotient(0, 1) },
        of: (result) => {
          const server = serverIn(result)
          if (server?.end === undefined) return undefined
          const { refused, offered } = refusalsOf(server.plan, server.end)
          return share(refused, offered)
        },
      },
      {
        id: `${name}-slots`,
        label: `${name}: slots in use, settled`,
        unit: 'count',
        better: 'lower',
        decisive: false,
        note: 'median over the second half',
        of: (result) =>
          medianOf(secondHalf(serverIn(result)?.observation.samples.map(({ counts }) => counts.slotsInUse))),
      },
      {
        id: `${name}-work-for-nobody`,
        label: `${name}: requests finished for clients that had gone`,
        unit: 'count',
        better: 'lower',
        decisive: false,
        of: (result) => serverIn(result)?.end?.servedToNobody,
      },
    ]
  })
}

function middlewareFigures(results: readonly RunResult[]): readonly ComparedFigure[] {
  return namesOf(results, 'middleware').map((name) => ({
    id: `${name}-timeouts`,
    label: `${name}: upstream requests ended by its timeout`,
    unit: 'count',
    better: 'neither',
    decisive: false,
    of: (result) => middlewaresOf(result).find(({ plan }) => plan.name === name)?.end?.upstreamTimeouts,
  }))
}

function socketFigures(results: readonly RunResult[]): readonly ComparedFigure[] {
  const legs = new Map(
    results.flatMap(({ sockets }) => (sockets.observed ? sockets.legs.map((leg) => [leg.name, leg] as const) : [])),
  )
  return [...legs.values()].flatMap((leg): readonly ComparedFigure[] => [
    {
      id: `${leg.name}-established`,
      label: `${leg.name}: ESTABLISHED on ${leg.from}'s side, settled`,
      unit: 'count',
      better: 'lower',
      decisive: false,
      note: 'median over the second half',
      of: (result) => settledSockets(result, leg.name, 'from', 'ESTABLISHED'),
    },
    {
      id: `${leg.name}-fin-wait2`,
      label: `${leg.name}: FIN_WAIT2 on ${leg.from}'s side, settled`,
      unit: 'count',
      better: 'neither',
      decisive: false,
      note: 'closed here, still held by the other end',
      of: (result) => settledSockets(result, leg.name, 'from', 'FIN_WAIT2'),
    },
    ...(['from', 'to'] as const).map(
      (end): ComparedFigure => ({
        id: socketRowId(leg.name, 'TIME_WAIT', end),
        label: `${leg.name}: TIME_WAIT on ${leg[end]}'s side, most`,
        unit: 'count',
        better: 'neither',
        decisive: false,
        of: (result) => peakSockets(result, leg.name, end, 'TIME_WAIT'),
      }),
    ),
  ])
}

/** The stable name of the figure that counts a leg's sockets in one state on one end. */
export function socketRowId(leg: string, state: 'TIME_WAIT', end: 'from' | 'to'): string {
  return `${leg}-${state.toLowerCase().replace('_', '-')}-${end}`
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
