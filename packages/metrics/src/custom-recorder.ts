import type { Tags } from '@loadrun/plan'
import { Histogram } from './histogram.ts'
import { mergeValues } from './merge-custom.ts'
import type { CustomMetrics, CustomValues } from './metrics.ts'
import { type Tagged, tagsText } from './tagged.ts'
import type { WarmUpRecorder } from './warm-up-recorder.ts'

/** A metric as a script made it. */
interface Declared {
  readonly name: string
  readonly kind: CustomValues['kind']
  readonly isTime: boolean
}

type Single = Exclude<CustomValues, { kind: 'trend' }>

/** What a stretch of time holds of one metric. Distributions are encoded when they are asked for. */
type Values = Single | { kind: 'trend'; isTime: boolean; values: Histogram }

interface Tally {
  readonly tagged: Tagged | undefined
  readonly values: Values
}

/** Metrics told apart by tags; more count without their tags. */
const mostTagged = 200

/** Counts the metrics of scripts. A metric is there once it has a value. */
export class CustomRecorder {
  readonly #interval = new Map<string, Tally>()
  readonly #total = new Map<string, Tally>()
  readonly #tagged = new Set<string>()
  readonly #warmUp: WarmUpRecorder

  constructor(warmUp: WarmUpRecorder) {
    this.#warmUp = warmUp
  }

  /** `nowMs` is when. Trends take values from 0 up. A value with tags counts with them and without. */
  add(metric: Declared, value: number, nowMs: number, tags?: Tags): void {
    if (this.#warmUp.has(nowMs)) return
    const { name } = metric
    this.#put(name, undefined, metric, value, nowMs)
    if (tags === undefined) return
    const label = `${name}${tagsText(tags)}`
    if (!this.#tagged.has(label) && this.#tagged.size >= mostTagged) return
    this.#tagged.add(label)
    this.#put(label, { name, tags }, metric, value, nowMs)
  }

  #put(label: string, tagged: Tagged | undefined, metric: Declared, value: number, nowMs: number): void {
    const known = this.#interval.get(label)?.values
    if (metric.kind !== 'trend') {
      this.#interval.set(label, { tagged, values: joined(known, one({ ...metric, kind: metric.kind }, value, nowMs)) })
      return
    }
    const values = known?.kind === 'trend' ? known.values : new Histogram()
    values.record(value)
    if (known === undefined)
      this.#interval.set(label, { tagged, values: { kind: 'trend', isTime: metric.isTime, values } })
  }

  take(): { custom?: Readonly<Record<string, CustomMetrics>> } {
    const taken = metricsOf(this.#interval, 2)
    for (const [label, { tagged, values }] of this.#interval) {
      this.#total.set(label, { tagged, values: joined(this.#total.get(label)?.values, values) })
    }
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
): Single {
  switch (kind) {
    case 'counter':
      return { kind, sum: value }
    case 'gauge':
      return { kind, isTime, last: value, lastMs: nowMs, min: value, max: value }
    case 'rate':
      return { kind, passes: value === 0 ? 0 : 1, fails: value === 0 ? 1 : 0 }
  }
}

function joined(known: Values | undefined, more: Values): Values {
  if (known === undefined) return more
  if (known.kind === 'trend' && more.kind === 'trend') {
    known.values.add(more.values)
    return known
  }
  if (known.kind === 'trend' || more.kind === 'trend') throw new TypeError('Cannot join metrics of two kinds')
  return mergeValues(known, more) as Single
}

function metricsOf(
  tallies: ReadonlyMap<string, Tally>,
  digits: 2 | 3,
): { custom?: Readonly<Record<string, CustomMetrics>> } {
  if (tallies.size === 0) return {}
  const metrics = [...tallies].map(([label, { tagged, values }]): [string, CustomMetrics] => {
    const counted = values.kind === 'trend' ? { ...values, values: values.values.encode(digits) } : values
    return [label, { ...counted, ...(tagged && { tagged }) }]
  })
  return { custom: Object.fromEntries(metrics) }
}
