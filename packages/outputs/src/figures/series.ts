/** A figure as monitoring systems keep it: a number, or a distribution, with labels. Counts are since the load started. */
export type Series = NumberSeries | HistogramSeries

export interface NumberSeries {
  readonly name: FigureName
  readonly labels: Labels
  readonly value: number
}

export interface HistogramSeries {
  readonly name: FigureName
  readonly labels: Labels
  readonly histogram: BucketCounts
}

export type Labels = Readonly<Record<string, string>>

/** Durations in seconds by {@link bounds}. */
export interface BucketCounts {
  /** Of each bucket alone; the last is of all above the last bound. */
  readonly counts: readonly number[]
  readonly sum: number
  readonly count: number
}

/** Upper bounds of classic histograms' buckets, in seconds. */
export const bounds: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60,
]

/** Every figure, with what it is and what it tells. Where k6 has the same, the name is k6's behind `loadrun_`. */
export const figures = {
  loadrun_http_reqs: { kind: 'counter', unit: '{request}', help: 'Requests that have ended, by outcome.' },
  loadrun_http_responses: { kind: 'counter', unit: '{response}', help: 'Answers by HTTP status.' },
  loadrun_http_req_failures: { kind: 'counter', unit: '{request}', help: 'Failed requests by cause.' },
  loadrun_checks: { kind: 'counter', unit: '{check}', help: 'Checks of answers, by result.' },
  loadrun_iterations: { kind: 'counter', unit: '{iteration}', help: 'Iterations that have ended.' },
  loadrun_dropped_iterations: {
    kind: 'counter',
    unit: '{iteration}',
    help: 'Arrivals that were never sent because every user was busy.',
  },
  loadrun_data_sent_bytes: { kind: 'counter', unit: 'By', help: 'Bytes of requests.' },
  loadrun_data_received_bytes: { kind: 'counter', unit: 'By', help: 'Bytes of answers.' },
  loadrun_generator_cpu_seconds: { kind: 'counter', unit: 's', help: 'Processor time of the load generator.' },
  loadrun_vus: { kind: 'gauge', unit: '{user}', help: 'Users that are busy.' },
  loadrun_sockets: { kind: 'gauge', unit: '{socket}', help: 'TCP sockets by leg, end and state.' },
  loadrun_response_time_seconds: {
    kind: 'histogram',
    unit: 's',
    help: 'From when the plan said send to the last byte of the answer.',
  },
  loadrun_http_req_duration_seconds: {
    kind: 'histogram',
    unit: 's',
    help: 'From the first byte sent to the last byte of the answer, as k6 measures it.',
  },
  loadrun_iteration_duration_seconds: { kind: 'histogram', unit: 's', help: 'Of a whole iteration.' },
  loadrun_generator_lateness_seconds: {
    kind: 'histogram',
    unit: 's',
    help: 'From when arrivals were due to when they were sent.',
  },
} as const satisfies Readonly<Record<string, { kind: 'counter' | 'gauge' | 'histogram'; unit: string; help: string }>>

export type FigureName = keyof typeof figures
