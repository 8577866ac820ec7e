import type { Tags } from './step.ts'

/** A promise the run must keep, such as `http_req_failed: rate < 1%`. */
export interface Threshold {
  /** Metric and expression as the user wrote them; reports quote this. */
  readonly source: string
  readonly metric: MetricName | 'own'
  /** With `own`: the metric of a script that is meant. */
  readonly own?: OwnMetric
  /** What of the metric is meant; all of it where this is empty. */
  readonly selector: Selector
  /**
   * What it is narrowed down to by tags: these rows of requests, `scenario/step`, and those that scripts tagged so;
   * `undefined`: by none.
   */
  readonly rows: readonly string[] | undefined
  readonly statistic: Statistic
  readonly operator: '<' | '<=' | '>' | '>='
  /** Milliseconds for times, a share from 0 to 1 for rates, a plain number for counts. */
  readonly limit: number
  /** The promise holds for every stretch of this length; `undefined`: for the run as a whole. */
  readonly windowMs: number | undefined
  /** Ends the run once it is broken, but not before `afterMs` of load. `undefined`: the run goes on. */
  readonly abort: Readonly<{ afterMs: number }> | undefined
  /** Where in the scenario file it stands, counted from 1; `undefined` where it came from elsewhere. */
  readonly line: number | undefined
}

/** A metric that a script makes. `trend` and `value` are numbers of no unit: a distribution, or the last of a gauge. */
export interface OwnMetric {
  readonly name: string
  readonly kind: Extract<MetricKind, 'time' | 'rate' | 'counter' | 'trend' | 'value'>
}

/** By what a metric can be narrowed down, such as to one step. */
export type Selector = Readonly<Partial<Record<SelectorKey, string>>> & {
  readonly tags?: Tags
  /** Of answers: a status, as `200`, or a class of them, as `5xx`. */
  readonly status?: string
  /** `true`: requests that went as expected; `false`: those that failed. */
  readonly expectedResponse?: boolean
}

export type SelectorKey = 'scenario' | 'step' | 'leg' | 'tier' | 'state' | 'name' | 'count'

/** Metrics that thresholds can name, with what kind of values they have and what they can be narrowed down by. */
export const metrics = {
  http_req_duration: { kind: 'time', by: ['scenario', 'step'] },
  http_req_blocked: { kind: 'time', by: ['scenario', 'step'] },
  http_req_looking_up: { kind: 'time', by: ['scenario', 'step'] },
  http_req_connecting: { kind: 'time', by: ['scenario', 'step'] },
  http_req_tls_handshaking: { kind: 'time', by: ['scenario', 'step'] },
  http_req_sending: { kind: 'time', by: ['scenario', 'step'] },
  http_req_waiting: { kind: 'time', by: ['scenario', 'step'] },
  http_req_receiving: { kind: 'time', by: ['scenario', 'step'] },
  response_time: { kind: 'time', by: ['scenario', 'step'] },
  service_time: { kind: 'time', by: ['scenario', 'step'] },
  iteration_duration: { kind: 'time', by: ['scenario'] },
  http_req_failed: { kind: 'rate', by: ['scenario', 'step'] },
  checks: { kind: 'rate', by: ['scenario', 'step'] },
  http_reqs: { kind: 'counter', by: ['scenario', 'step'] },
  /** Bytes on the wire, heads and TLS included. */
  data_sent: { kind: 'counter', by: ['scenario', 'step'] },
  data_received: { kind: 'counter', by: ['scenario', 'step'] },
  iterations: { kind: 'counter', by: ['scenario'] },
  dropped_iterations: { kind: 'counter', by: ['scenario'] },
  /** What scripts threw. */
  script_errors: { kind: 'counter', by: ['scenario'] },
  /** From due to sent: how late the load generator was. */
  lateness: { kind: 'time', by: [] },
  /** Sockets in one state on a tier's ends, of all legs or one. */
  sockets: { kind: 'gauge', by: ['tier', 'leg', 'state'], needs: ['state'] },
  /** One of the counts that a bundled tier keeps. */
  tier: { kind: 'gauge', by: ['name', 'count'], needs: ['name', 'count'] },
} as const satisfies Readonly<
  Record<string, { kind: MetricKind; by: readonly SelectorKey[]; needs?: readonly SelectorKey[] }>
>

/**
 * What a metric's values are: durations, successes among attempts, a count of events, or how many there are at a moment.
 * Of scripts alone: numbers that are no durations, and a value that is now one and now another.
 */
export type MetricKind = 'time' | 'rate' | 'counter' | 'gauge' | 'trend' | 'value'

export type MetricName = keyof typeof metrics

/** `percentile` is from 0 to 100. `rate` of a counter is per second; of a rate metric it is a share. */
export type Statistic =
  | { readonly kind: 'percentile'; readonly percentile: number }
  | { readonly kind: 'avg' | 'min' | 'max' | 'rate' | 'count' | 'value' }
