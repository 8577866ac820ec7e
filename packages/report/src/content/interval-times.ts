import type { Histogram, Metrics, OutcomeMetrics } from '@loadrun/metrics'
import { bandOf } from './time-bands.ts'
import { timingOf } from './timing.ts'
import { type Outcome, outcomes } from './totals.ts'

/** What charts want to know of the times of one second, in milliseconds. */
export interface IntervalTimes {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Requests by band of `time-bands.ts`. */
  readonly bands: ReadonlyMap<number, number>
}

type Time = Extract<keyof OutcomeMetrics, 'responseTime' | 'serviceTime'>

type Times = Readonly<Record<Outcome, IntervalTimes | undefined>>

/** A second never changes once it is over, and a live page asks for the same ones every second. */
const known: Readonly<Record<Time, WeakMap<Metrics, Times>>> = {
  responseTime: new WeakMap(),
  serviceTime: new WeakMap(),
}

/** `undefined` where no request ended that way. */
export function intervalTimes(interval: Metrics, outcome: Outcome, time: Time): IntervalTimes | undefined {
  const before = known[time].get(interval)
  if (before !== undefined) return before[outcome]
  const ok = timingOf(outcomes(interval, 'ok').map((part) => part[time]))
  const failed = timingOf(outcomes(interval, 'failed').map((part) => part[time]))
  // Read before they are added up, since adding changes one of the two.
  const times = { ok: ok && read(ok), failed: failed && read(failed) }
  if (ok !== undefined && failed !== undefined) ok.add(failed)
  const all = ok ?? failed
  known[time].set(interval, { ...times, all: all && read(all) })
  return intervalTimes(interval, outcome, time)
}

function read(timing: Histogram): IntervalTimes {
  const bands = new Map<number, number>()
  for (const { lowMs, highMs, count } of timing.buckets()) {
    const band = bandOf((lowMs + highMs) / 2)
    bands.set(band, (bands.get(band) ?? 0) + count)
  }
  const [p50Ms = 0, p95Ms = 0, p99Ms = 0] = [50, 95, 99].map((percentile) => timing.percentileMs(percentile))
  return { p50Ms, p95Ms, p99Ms, maxMs: timing.maxMs, bands }
}
