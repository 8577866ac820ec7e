import type { ComparedSide } from '@loadrun/analysis'
import type { Leg, RunResult, SocketSample } from '@loadrun/metrics'
import { nameAsWords } from '../../wording/name.ts'
import type { Unit } from '../../wording/quantity.ts'
import type { Chart, ChartGroup, Line } from '../chart.ts'
import { sumOfRequests } from '../totals.ts'
import { looks } from './looks.ts'
import { growthPerSecond, intervalEnds, ratePerInterval, sampleSeconds } from './over-time.ts'
import { comparedCurves } from './percentile-curve.ts'
import { responseTimes } from './response-time.ts'
import { stateCounts } from './sockets.ts'

/** A quantity of one run over time. */
interface Track {
  readonly at: readonly number[]
  readonly values: readonly (number | null)[]
}

/** The charts of each side's typical run laid over each other, on the time since each one's load started. */
export function comparisonCharts(sides: readonly ComparedSide[]): readonly ChartGroup[] {
  const overlay = overlayOf(sides)
  const results = sides.map(({ typical }) => typical)
  const groups: readonly ChartGroup[] = [
    {
      id: 'load',
      title: 'What clients got',
      charts: [
        overlay('ok-rate', 'Requests that succeeded', 'Per second.', 'perSecond', ({ intervals }) => ({
          at: intervalEnds(intervals),
          values: ratePerInterval(intervals, (interval) => sumOfRequests(interval, ({ ok }) => ok.count)),
        })),
        overlay('failed-rate', 'Requests that failed', 'Per second.', 'perSecond', ({ intervals }) => ({
          at: intervalEnds(intervals),
          values: ratePerInterval(intervals, (interval) => sumOfRequests(interval, ({ failed }) => failed.count)),
        })),
        ...(['p95', 'p99'] as const).map((percentile) =>
          overlay(
            percentile,
            `Response time, ${percentile}`,
            'Of all requests that ended in each second, failures included.',
            'ms',
            ({ intervals }) => ({
              at: intervalEnds(intervals),
              values: responseTimes(intervals, 'all', `${percentile}Ms`),
            }),
          ),
        ),
        ...comparedCurves(sides, looks),
      ],
    },
    { id: 'sockets', title: 'TCP states', charts: socketOverlays(results, overlay) },
    { id: 'tiers', title: 'Server', charts: serverOverlays(results, overlay) },
  ]
  return groups
    .map((group) => ({ ...group, charts: group.charts.filter(showsAnything) }))
    .filter((group) => group.charts.length > 0)
}

/** Sockets that no run ever had would take half the page to say nothing. */
function showsAnything({ lines }: Chart): boolean {
  return lines.some((line) => line.values.some((value) => value !== null && value !== 0))
}

type Overlay = (
  id: string,
  title: string,
  meaning: string,
  unit: Unit,
  track: (result: RunResult) => Track | undefined,
) => Chart

function overlayOf(sides: readonly ComparedSide[]): Overlay {
  return (id, title, meaning, unit, trackOf) => {
    const tracks = sides.map(({ typical }) => trackOf(typical))
    const at = commonSeconds(tracks)
    return {
      id,
      title,
      meaning,
      unit,
      axis: 'time',
      at,
      lines: tracks.flatMap((track, place): readonly Line[] => {
        const values = track && onSeconds(track, at)
        if (values === undefined || !values.some((value) => value !== null)) return []
        const [colour, stroke] = looks[place % looks.length] ?? ['grey', 'solid']
        return [{ label: sides[place]?.name ?? '', verbatim: true, colour, stroke, values }]
      }),
      marks: [],
    }
  }
}

/** Whole seconds from the earliest to the latest: runs are sampled at slightly different moments. */
function commonSeconds(tracks: readonly (Track | undefined)[]): readonly number[] {
  const all = tracks.flatMap((track) => track?.at ?? [])
  if (all.length === 0) return []
  const first = Math.round(Math.min(...all))
  const last = Math.round(Math.max(...all))
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function onSeconds(track: Track, seconds: readonly number[]): readonly (number | null)[] {
  const bySecond = new Map(track.at.map((at, index) => [Math.round(at), track.values[index] ?? null]))
  return seconds.map((second) => bySecond.get(second) ?? null)
}

function socketOverlays(results: readonly RunResult[], overlay: Overlay): readonly Chart[] {
  const legs = new Map<string, Leg>()
  for (const { sockets } of results) {
    if (sockets.observed) for (const leg of sockets.legs) legs.set(leg.name, leg)
  }
  return [...legs.values()].flatMap((leg) =>
    (['ESTABLISHED', 'TIME_WAIT'] as const).flatMap((state) =>
      (['from', 'to'] as const).map((end) =>
        overlay(
          `${leg.name}-${state}-${end}`,
          `${state}, ${leg.from} → ${leg.to}, ${leg[end]}’s end`,
          `Sockets in ${state} on the side of ${leg[end]}.`,
          'count',
          ({ sockets }) =>
            sockets.observed
              ? stateTrack(sockets.samples, (samples) => stateCounts(samples, leg.name, end, state))
              : undefined,
        ),
      ),
    ),
  )
}

function stateTrack(
  samples: readonly SocketSample[],
  read: (samples: readonly SocketSample[]) => readonly (number | null)[],
): Track {
  return { at: sampleSeconds(samples), values: read(samples) }
}

function serverOverlays(results: readonly RunResult[], overlay: Overlay): readonly Chart[] {
  const names = new Set(
    results.flatMap(({ tiers }) => tiers.filter(({ kind }) => kind === 'limited-server').map(({ name }) => name)),
  )
  return [...names].flatMap((name) => {
    const observed = (result: RunResult) => {
      const tier = result.tiers.find((candidate) => candidate.name === name)
      return tier?.kind === 'limited-server' ? tier : undefined
    }
    return [
      overlay(`slots-${name}`, `${name}: slots in use`, 'Connections that hold a slot.', 'count', (result) => {
        const server = observed(result)
        return (
          server && {
            at: sampleSeconds(server.samples),
            values: server.samples.map(({ counts }) => counts.slotsInUse),
          }
        )
      }),
      ...(['rejected', 'served'] as const).map((counter) =>
        overlay(`${counter}-${name}`, `${name}: ${nameAsWords(counter)}`, 'Per second.', 'perSecond', (result) => {
          const server = observed(result)
          return (
            server && {
              at: sampleSeconds(server.samples),
              values: growthPerSecond(server.samples, ({ counts }) => counts[counter]),
            }
          )
        }),
      ),
    ]
  })
}
