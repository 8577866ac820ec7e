import type { HostObservation, HostSample } from '@loadrun/metrics'
import type { Chart } from '../chart.ts'
import { sampleSeconds } from './over-time.ts'
import { kernelChart, stateLines } from './sockets.ts'

/** What a host of the user's own told: its sockets by state, and its kernel's counters where it tells them. */
export function ownHostCharts(host: HostObservation): readonly Chart[] {
  const moments = withGaps(host)
  const which =
    host.ports === undefined ? 'All TCP sockets of the host' : `TCP sockets with port ${host.ports.join(' or ')}`
  return [
    {
      id: `host-${host.name}`,
      title: `${host.name}: TCP sockets`,
      meaning: `${which} by state, as ${host.source} told. Where nothing is drawn, it could not be read.`,
      unit: 'count',
      axis: 'time',
      at: sampleSeconds(moments),
      lines: stateLines((state) =>
        moments.map(({ sample }) => {
          const isTold = sample !== undefined && host.tells?.includes(state) !== false
          return isTold ? (sample.states[state] ?? 0) : null
        }),
      ).filter((line) => line.values.some((value) => value !== null)),
      marks: [],
    },
    kernelChart(
      `host-kernel-${host.name}`,
      `${host.name}: the kernel’s TCP counters`,
      `of the whole host, as ${host.source} told`,
      moments.map(({ atMs, sample }) => ({ atMs, counters: sample?.counters ?? {} })),
    ),
  ]
}

type Moment = Readonly<{ atMs: number; sample: HostSample | undefined }>

/** A moment without a sample wherever one is missing, so that no line joins what was not measured. */
function withGaps({ samples, everyMs }: HostObservation): readonly Moment[] {
  return samples.flatMap((sample, place): readonly Moment[] => {
    const before = samples[place - 1]
    const present = { atMs: sample.atMs, sample }
    if (before === undefined || sample.atMs - before.atMs <= 1.5 * everyMs) return [present]
    return [{ atMs: before.atMs + everyMs, sample: undefined }, present]
  })
}
