import { speaker } from '../user.ts'
import { type GivenTags, marksOf } from './tags.ts'

export type MetricKind = 'counter' | 'gauge' | 'rate' | 'trend'

export interface DeclaredMetric {
  readonly name: string
  readonly kind: MetricKind
  /** Whether its values are milliseconds. */
  readonly isTime: boolean
}

const declared = new Map<string, DeclaredMetric>()

/** Those made so far on this thread, by scripts as they were loaded. */
export function declaredMetrics(): readonly DeclaredMetric[] {
  return [...declared.values()]
}

class Metric {
  readonly name: string
  readonly #declared: DeclaredMetric

  constructor(name: string, kind: MetricKind, isTime: boolean) {
    if (!/^[A-Za-z_]\w{0,127}$/.test(name)) {
      throw new TypeError(
        `A metric cannot be called '${name}': letters, digits and _ are wanted, with no digit first (128 at most)`,
      )
    }
    const known = declared.get(name)
    if (known !== undefined && (known.kind !== kind || known.isTime !== isTime)) {
      throw new TypeError(`The metric '${name}' is there twice, as different kinds`)
    }
    this.name = name
    this.#declared = known ?? { name, kind, isTime }
    declared.set(name, this.#declared)
  }

  protected put(value: number, tags: GivenTags | undefined): void {
    const now = speaker(`add() of the metric '${this.name}'`)
    now.user.add(this.#declared, value, marksOf(now, tags))
  }
}

/** A sum. As of all metrics, thresholds can name a value's tags: `errors{type:a}`. */
export class Counter extends Metric {
  constructor(name: string) {
    super(name, 'counter', false)
  }

  add(value: number, tags?: GivenTags): void {
    this.put(numberFrom(value, this.name, 0), tags)
  }
}

/** The last value, the lowest and the highest. */
export class Gauge extends Metric {
  constructor(name: string, isTime = false) {
    super(name, 'gauge', isTime)
  }

  add(value: number, tags?: GivenTags): void {
    this.put(numberFrom(value, this.name, Number.NEGATIVE_INFINITY), tags)
  }
}

/** How many of the values were true. */
export class Rate extends Metric {
  constructor(name: string) {
    super(name, 'rate', false)
  }

  add(value: boolean | number, tags?: GivenTags): void {
    this.put(value ? 1 : 0, tags)
  }
}

/** A distribution of values from 0 up. `isTime`: they are milliseconds. */
export class Trend extends Metric {
  constructor(name: string, isTime = false) {
    super(name, 'trend', isTime)
  }

  add(value: number, tags?: GivenTags): void {
    this.put(numberFrom(value, this.name, 0), tags)
  }
}

function numberFrom(value: number, name: string, least: number): number {
  const number = Number(value)
  if (Number.isFinite(number) && number >= least) return number
  throw new RangeError(
    `The metric '${name}' cannot take ${value}: a number${least === 0 ? ' from 0 up' : ''} is wanted`,
  )
}
