import type { LegSample } from '@loadrun/metrics'
import type { Snapshot } from './snapshot.ts'

/** What `/proc/net/sockstat` says of a namespace; the rest of its line is the whole machine's. */
const gaugesOfNamespace: ReadonlySet<string> = new Set(['sockstat.TCP.inuse', 'sockstat.TCP.tw'])

/** Several hosts' snapshots of one moment as one. Each end of a leg is on one of them. */
export function mergeSnapshots(snapshots: readonly Snapshot[]): Snapshot {
  return snapshots.reduce((left, right) => ({
    atEpochMs: left.atEpochMs,
    legs: Object.fromEntries(
      Object.entries(left.legs).map(([name, leg]) => [name, mergeLegs(leg, right.legs[name] ?? leg)]),
    ),
    counters: add(left.counters, right.counters, () => true),
    gauges: add(left.gauges, right.gauges, (name) => gaugesOfNamespace.has(name)),
    ...(left.hosts && { hosts: { ...left.hosts, ...right.hosts } }),
  }))
}

function mergeLegs(left: LegSample, right: LegSample): LegSample {
  const busier = right.portsToBusiestDestination > left.portsToBusiestDestination ? right : left
  return { ...busier, from: { ...left.from, ...right.from }, to: { ...left.to, ...right.to } }
}

function add(
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
  adds: (name: string) => boolean,
): Record<string, number> {
  const sum = { ...right, ...left }
  for (const [name, value] of Object.entries(right)) {
    if (name in left && adds(name)) sum[name] = (left[name] ?? 0) + value
  }
  return sum
}
