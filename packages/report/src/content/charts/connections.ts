import { timeWaitsBegun } from '@loadrun/analysis'
import type { Leg, SocketObservation, TierObservation } from '@loadrun/metrics'
import type { Chart, Line } from '../chart.ts'
import { growthPerSecond, sampleSeconds } from './over-time.ts'

type Observed = Extract<SocketObservation, { observed: true }>
type Look = Pick<Line, 'label' | 'colour' | 'stroke'>

/** For each leg, what became of its connections: opened, used again, and closed by whom. */
export function connectionCharts(sockets: Observed, tiers: readonly TierObservation[]): readonly Chart[] {
  return sockets.legs.flatMap((leg) => [closesChart(sockets, leg), ...openedCharts(leg, tiers)])
}

/** Who sends the first FIN keeps TIME_WAIT, so that what enters it at one end was closed by that end. */
function closesChart({ samples }: Observed, leg: Leg): Chart {
  const closes = (end: 'from' | 'to', look: Look): Line => {
    const begun = timeWaitsBegun(
      samples.map((sample) => ({ atMs: sample.atMs, timeWait: sample.legs[leg.name]?.[end].TIME_WAIT ?? 0 })),
    )
    return { ...look, values: growthPerSecond(begun, ({ count }) => count) }
  }
  return {
    id: `closes-${leg.name}`,
    title: `${leg.from} → ${leg.to}: who closes`,
    meaning:
      'Connections closed per second, by the end that closed first: it keeps the socket in TIME_WAIT. Resets leave no trace here.',
    unit: 'perSecond',
    axis: 'time',
    at: sampleSeconds(samples),
    lines: [
      closes('from', { label: `closed by ${leg.from}`, colour: 'vermilion', stroke: 'solid' }),
      closes('to', { label: `closed by ${leg.to}`, colour: 'blue', stroke: 'dashed' }),
    ],
    marks: [],
  }
}

/** As counted by the tier that opens them, else by the one that accepts them; none where neither counts. */
function openedCharts({ from, to }: Leg, tiers: readonly TierObservation[]): readonly Chart[] {
  const opener = tiers.find(({ name }) => name === from)
  if (opener?.kind === 'middleware') {
    const { samples } = opener
    return [
      connectionChart(from, to, samples, [
        rate(samples, (counts) => counts.upstreamConnections, opened),
        rate(samples, (counts) => counts.upstreamSent - counts.upstreamConnections, reused),
      ]),
    ]
  }
  const accepter = tiers.find(({ name }) => name === to)
  if (accepter?.kind === 'limited-server') {
    const { samples } = accepter
    return [connectionChart(from, to, samples, [rate(samples, (counts) => counts.accepted + counts.rejected, opened)])]
  }
  if (accepter?.kind !== 'toxics') return []
  return [connectionChart(from, to, accepter.samples, [rate(accepter.samples, ({ accepted }) => accepted, opened)])]
}

const opened: Look = { label: 'opened', colour: 'blue', stroke: 'solid' }
const reused: Look = { label: 'requests on one that was open', colour: 'green', stroke: 'solid' }

function rate<Counts>(
  samples: readonly Readonly<{ atMs: number; counts: Counts }>[],
  counter: (counts: Counts) => number,
  look: Look,
): Line {
  return { ...look, values: growthPerSecond(samples, ({ counts }) => counter(counts)) }
}

function connectionChart(
  from: string,
  to: string,
  samples: readonly Readonly<{ atMs: number }>[],
  lines: readonly Line[],
): Chart {
  return {
    id: `opened-${from} → ${to}`,
    title: `${from} → ${to}: connections opened and reused`,
    meaning:
      'Per second, as the tier counts them: connections opened, and where it is known, requests that went over one already open.',
    unit: 'perSecond',
    axis: 'time',
    at: sampleSeconds(samples),
    lines,
    marks: [],
  }
}
