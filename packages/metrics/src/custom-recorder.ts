import { Histogram } from './histogram.ts'
import { mergeCustom } from './merge-custom.ts'
import type { CustomMetrics } from './metrics.ts'

/** A metric as a script made it. */
interface Declared {
  readonly name: string
  readonly kind: CustomMetrics['kind']
  readonly isTime: boolean
}

/** What a stretch of time holds of one metric. Distributions are encoded when they are asked for. */
type Tally = Exclude<CustomMetrics, { kind: 'trend' }> | { kind: 'trend'; isTime: boolean; values: Histogram }

/** Counts the metrics of scripts. A metric is there once it has a value. */
export class CustomRecorder {
  readonly #interval = new Map<string, Tally>()
  readonly #total = new Map<string, Tally>()

  /** `nowMs` is when. Trends take values from 0 up. */
  add(metric: Declared, value: number, nowMs: number): void {
    const { name } = metric
    const known = this.#interval.get(name)
    if (metric.kind === 'trend') {
      const values = known?.kind === 'trend' ? known.values : new Histogram()
      values.record(value)
      if (known === undefined) this.#interval.set(name, { kind: 'trend', isTime: metric.isTime, values })
    } else {
      this.#interval.set(name, joined(known, one({ ...metric, kind: metric.kind }, value, nowMs)))
    }
  }

  take(): { custom?: Readonly<Record<string, CustomMetrics>> } {
    const taken = metricsOf(this.#interval, 2)
    for (const [name, tally] of this.#interval) this.#total.set(name, joined(this.#total.get(name), tally))
    this.#interval.clear()
    return taken
  }

  /** Of all that was taken. */
  total(): { custom?: Readonly<Record<string, CustomMetrics>> } {
    return metricsOf(this.#total, 3)
  }
}

function one(
  { kind, isTime }: { kind: Exclude<Declared['kind'], 'trend'>; isTime: boolean },
  value: number,
  nowMs: number,
): Exclude<CustomMetrics, { kind: 'trend' }> {
  switch (kind) {
    case 'counter':
      return { kind, sum: value }
    case 'gauge':
      return { kind, isTime, last: value, lastMs: nowMs, min: value, max: value }
    case 'rate':
      return { kind, passes: value === 0 ? 0 : 1, fails: value === 0 ? 1 : 0 }
  }
}

function joined(known: Tally | undefined, more: Tally): Tally {
  if (known === undefined) return more
  if (known.kind === 'trend' && more.kind === 'trend') {
    known.values.add(more.values)
    return known
  }
  if (known.kind === 'trend' || more.kind === 'trend') throw new TypeError('Cannot join metrics of two kinds')
  return mergeCustom(known, more) as Exclude<CustomMetrics, { kind: 'trend' }>
}

function metricsOf(
  tallies: ReadonlyMap<string, Tally>,
  digits: 2 | 3,
): { custom?: Readonly<Record<string, CustomMetrics>> } {
  if (tallies.size === 0) return {}
  const metrics = [...tallies].map(([name, tally]): [string, CustomMetrics] => [
    name,
    tally.kind === 'trend' ? { ...tally, values: tally.values.encode(digits) } : tally,
  ])
  return { custom: Object.fromEntries(metrics) }
}
