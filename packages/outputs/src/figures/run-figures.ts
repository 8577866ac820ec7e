import type { EncodedHistogram, Metrics, RequestMetrics, SocketSample, StateCounts } from '@loadrun/metrics'
import { BucketSums } from './bucket-sums.ts'
import type { FigureName, Labels, Series } from './series.ts'

/** The figures of a run as they stand, from its seconds so far. */
export class RunFigures {
  readonly #counters = new Map<string, { name: FigureName; labels: Labels; value: number }>()
  readonly #histograms = new Map<string, { name: FigureName; labels: Labels; sums: BucketSums }>()
  #gauges: readonly Series[] = []

  add(interval: Metrics, sockets: SocketSample | undefined): void {
    for (const request of Object.values(interval.requests)) this.#addRequests(request)
    for (const { scenario, step, cause, count } of interval.failures) {
      this.#count('loadrun_http_req_failures', { scenario, step, cause }, count)
    }
    for (const [scenario, one] of Object.entries(interval.scenarios)) {
      this.#count('loadrun_iterations', { scenario }, one.iterations)
      this.#count('loadrun_dropped_iterations', { scenario }, one.droppedIterations)
      this.#time('loadrun_iteration_duration_seconds', { scenario }, one.iterationDuration)
    }
    this.#count('loadrun_generator_cpu_seconds', {}, interval.generator.cpuMs / 1000)
    this.#time('loadrun_generator_lateness_seconds', {}, interval.generator.lateness)
    this.#gauges = [...usersIn(interval), ...socketsIn(sockets)]
  }

  get series(): readonly Series[] {
    return [
      ...this.#counters.values(),
      ...this.#gauges,
      ...[...this.#histograms.values()].map(({ sums, ...rest }) => ({ ...rest, histogram: sums.value })),
    ]
  }

  #addRequests({ scenario, step, ok, failed, statuses, checks, ...request }: RequestMetrics): void {
    const labels = { scenario, step }
    for (const [outcome, { count, responseTime, httpReqDuration }] of Object.entries({ ok, failed })) {
      const ended = { ...labels, outcome }
      this.#count('loadrun_http_reqs', ended, count)
      this.#time('loadrun_response_time_seconds', ended, responseTime)
      this.#time('loadrun_http_req_duration_seconds', ended, httpReqDuration)
    }
    for (const [status, count] of Object.entries(statuses))
      this.#count('loadrun_http_responses', { ...labels, status }, count)
    for (const [check, { passes, fails }] of Object.entries(checks)) {
      this.#count('loadrun_checks', { ...labels, check, result: 'pass' }, passes)
      this.#count('loadrun_checks', { ...labels, check, result: 'fail' }, fails)
    }
    this.#count('loadrun_data_sent_bytes', labels, request.bytesSent)
    this.#count('loadrun_data_received_bytes', labels, request.bytesReceived)
  }

  #count(name: FigureName, labels: Labels, by: number): void {
    const key = keyOf(name, labels)
    const counter = this.#counters.get(key)
    if (counter === undefined) this.#counters.set(key, { name, labels, value: by })
    else counter.value += by
  }

  #time(name: FigureName, labels: Labels, durations: EncodedHistogram): void {
    const key = keyOf(name, labels)
    const histogram = this.#histograms.get(key) ?? { name, labels, sums: new BucketSums() }
    this.#histograms.set(key, histogram)
    histogram.sums.add(durations)
  }
}

function usersIn({ scenarios }: Metrics): readonly Series[] {
  return Object.entries(scenarios).map(([scenario, { vus }]) => ({
    name: 'loadrun_vus',
    labels: { scenario },
    value: vus,
  }))
}

function socketsIn(sockets: SocketSample | undefined): readonly Series[] {
  return Object.entries(sockets?.legs ?? {}).flatMap(([leg, { from, to }]) =>
    Object.entries({ from, to }).flatMap(([end, states]: [string, StateCounts]) =>
      Object.entries(states).map(
        ([state, value]): Series => ({ name: 'loadrun_sockets', labels: { leg, end, state }, value }),
      ),
    ),
  )
}

function keyOf(name: string, labels: Labels): string {
  return JSON.stringify([name, ...Object.values(labels)])
}
