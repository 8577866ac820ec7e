import {
  type Leg,
  localPortsOf,
  type SocketObservation,
  type SocketSample,
  type StateCounts,
  type TcpState,
} from '@loadrun/metrics'
import { type Chart, type Colour, type Line, rounded } from '../chart.ts'
import { growthPerSecond, sampleSeconds } from './over-time.ts'

type Observed = Extract<SocketObservation, { observed: true }>
type End = 'from' | 'to'

/** In the order people look for them; the first two are shown even where there are none, since that is an answer as well. */
const states: readonly (readonly [TcpState, Colour, Line['stroke']])[] = [
  ['ESTABLISHED', 'blue', 'solid'],
  ['TIME_WAIT', 'vermilion', 'solid'],
  ['CLOSE_WAIT', 'purple', 'solid'],
  ['FIN_WAIT2', 'orange', 'solid'],
  ['FIN_WAIT1', 'brown', 'dotted'],
  ['SYN_SENT', 'green', 'solid'],
  ['SYN_RECV', 'green', 'dotted'],
  ['CLOSING', 'sky', 'dotted'],
  ['LAST_ACK', 'sky', 'dashed'],
  ['CLOSE', 'grey', 'dotted'],
]

/** A chart for each end of each leg: TIME_WAIT lies where the connection was closed first, so ends are never added up. */
export function socketCharts(sockets: Observed): readonly Chart[] {
  return sockets.legs.flatMap((leg) => [
    stateChart(sockets.samples, leg, 'from'),
    stateChart(sockets.samples, leg, 'to'),
  ])
}

function stateChart(samples: readonly SocketSample[], leg: Leg, end: End): Chart {
  return {
    id: `sockets-${leg.name}-${end}`,
    title: `${leg.from} → ${leg.to}: ${end === 'from' ? leg.from : leg.to}’s end`,
    meaning:
      end === 'from'
        ? `TCP states of the sockets with which ${leg.from} connects to ${leg.to}, as the kernel lists them.`
        : `TCP states of the sockets that ${leg.to} accepted from ${leg.from}, as the kernel lists them.`,
    unit: 'count',
    axis: 'time',
    at: sampleSeconds(samples),
    lines: stateLines((state) => stateCounts(samples, leg.name, end, state)),
    marks: [],
  }
}

/** A line for each state that occurs. */
export function stateLines(valuesOf: (state: TcpState) => Line['values']): readonly Line[] {
  return states
    .map(([state, colour, stroke]): Line => ({ label: state, colour, stroke, values: valuesOf(state) }))
    .filter((line, place) => place < 2 || line.values.some((value) => value !== null && value > 0))
}

/** Sockets in one state at one end of a leg, sample by sample. */
export function stateCounts(
  samples: readonly SocketSample[],
  leg: string,
  end: End,
  state: TcpState,
): readonly (number | null)[] {
  return samples.map((sample) => {
    const ends: Readonly<Record<End, StateCounts>> | undefined = sample.legs[leg]
    return ends === undefined ? null : (ends[end][state] ?? 0)
  })
}

/**
 * Local ports towards the busiest destination. From half the range on each connect() becomes dear, and at its end none
 * succeeds; these marks are drawn once the ports come near.
 */
export function portChart(sockets: Observed): Chart {
  const ranges = sockets.legs.map((leg) => {
    const { low, high } = localPortsOf(sockets, leg.from).portRange
    return high - low + 1
  })
  const colours: readonly Colour[] = ['blue', 'vermilion', 'green', 'purple']
  const lines = sockets.legs.map(
    (leg, place): Line => ({
      label: `${leg.from} → ${leg.to}`,
      colour: colours[place % colours.length] ?? 'grey',
      stroke: 'solid',
      values: sockets.samples.map((sample) => rounded(sample.legs[leg.name]?.portsToBusiestDestination)),
    }),
  )
  const near = ranges.filter((range, place) => Math.max(0, ...(lines[place]?.values ?? []).map(Number)) >= range / 8)
  return {
    id: 'ports',
    title: 'Local ports towards the busiest destination',
    meaning: `The kernel has ${[...new Set(ranges)].map((range) => range.toLocaleString('en-US')).join(' or ')} local ports for one destination. From half of them on, it searches through all of these for each connect().`,
    unit: 'count',
    axis: 'time',
    at: sampleSeconds(sockets.samples),
    lines,
    marks: [...new Set(near)].map((range) => ({ label: 'half the range', value: range / 2 })),
  }
}

/** File descriptors of each process, and its limit once it comes near. */
export function descriptorChart(sockets: Observed): Chart {
  const limits = Object.entries(sockets.descriptorLimits ?? {})
  const colours: readonly Colour[] = ['blue', 'vermilion', 'green', 'purple', 'orange', 'brown']
  const lines = limits.map(
    ([name], place): Line => ({
      label: name,
      colour: colours[place % colours.length] ?? 'grey',
      stroke: 'solid',
      values: sockets.samples.map(({ descriptors }) => descriptors?.[name] ?? null),
    }),
  )
  const near = limits.filter(
    ([, limit], place) => Math.max(0, ...(lines[place]?.values ?? []).map(Number)) >= limit / 4,
  )
  return {
    id: 'descriptors',
    title: 'File descriptors',
    meaning: `Open in each process, its sockets among them. ${limits.map(([name, limit]) => `${name} may have ${limit.toLocaleString('en-US')}`).join(', ')}.`,
    unit: 'count',
    axis: 'time',
    at: sampleSeconds(sockets.samples),
    lines,
    marks: near.map(([name, value]) => ({ label: `limit of ${name}`, value })),
  }
}

const counters: readonly (readonly [string, string, Colour, Line['stroke']])[] = [
  ['TcpExt.TW', 'entered TIME_WAIT or orphaned FIN_WAIT2 (TW)', 'vermilion', 'solid'],
  ['Tcp.ActiveOpens', 'connections opened (ActiveOpens)', 'blue', 'solid'],
  ['Tcp.OutRsts', 'resets sent (OutRsts)', 'orange', 'solid'],
  ['Tcp.EstabResets', 'connections reset (EstabResets)', 'purple', 'solid'],
  ['TcpExt.TCPAbortOnData', 'reset for data to a closed socket (TCPAbortOnData)', 'orange', 'dashed'],
  ['TcpExt.TCPAbortOnClose', 'reset by a close with data unread (TCPAbortOnClose)', 'orange', 'dotted'],
  ['TcpExt.ListenOverflows', 'accept queue overflows (ListenOverflows)', 'brown', 'solid'],
  ['TcpExt.ListenDrops', 'dropped by a listening socket (ListenDrops)', 'brown', 'dotted'],
  ['TcpExt.TCPTimeWaitOverflow', 'closed without TIME_WAIT, too many (TCPTimeWaitOverflow)', 'vermilion', 'dashed'],
  ['Tcp.RetransSegs', 'segments sent again (RetransSegs)', 'grey', 'dotted'],
]

type CountedSample = Readonly<{ atMs: number; counters: Readonly<Record<string, number>> }>

/** The kernel's counters: of each host where each end of legs has one of its own, else of the whole machine. */
export function kernelCharts({ samples }: Observed): readonly Chart[] {
  const names = Object.keys(samples[0]?.hosts ?? {})
  if (names.length === 0) return [kernelChart('kernel', 'The kernel’s TCP counters', 'of the whole machine', samples)]
  return names.map((name) =>
    kernelChart(
      `kernel-${name}`,
      `${name}: the kernel’s TCP counters`,
      `of the host of ${name}`,
      samples.map(({ atMs, hosts }) => ({ atMs, counters: hosts?.[name] ?? {} })),
    ),
  )
}

/** Counters as rates. The first times 60 s is where TIME_WAIT levels off. */
export function kernelChart(id: string, title: string, whose: string, samples: readonly CountedSample[]): Chart {
  return {
    id,
    title,
    meaning: `Per second, ${whose}. What enters TIME_WAIT stays 60 s, so that rate times 60 is where TIME_WAIT levels off.`,
    unit: 'perSecond',
    axis: 'time',
    at: sampleSeconds(samples),
    lines: counters
      .map(
        ([counter, label, colour, stroke]): Line => ({
          label,
          colour,
          stroke,
          values: growthPerSecond(samples, (sample) => sample.counters[counter]),
        }),
      )
      .filter((line) => line.values.some((value) => value !== null && value > 0)),
    marks: [],
  }
}
