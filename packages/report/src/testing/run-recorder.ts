import {
  type Failure,
  type LegSample,
  type LimitedServerCounts,
  type Measured,
  type Metrics,
  type MiddlewareCounts,
  Recorder,
  type SocketSample,
  type UpstreamFailure,
} from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'

/** One simulated request. */
export interface SimulatedRequest {
  readonly startMs: number
  readonly endMs: number
  readonly latenessMs: number
  readonly blockedMs: number
  readonly failure: Pick<Failure, 'cause' | 'text'> | undefined
  readonly status: number | undefined
}

/** Collects what a simulation does into what a run would have measured. */
export class RunRecorder {
  readonly #recorder = new Recorder()
  readonly #intervals: Metrics[] = []
  readonly #sockets: SocketSample[] = []
  readonly #serverSamples: { atMs: number; counts: LimitedServerCounts }[] = []
  readonly #middlewareSamples: { atMs: number; counts: MiddlewareCounts }[] = []
  readonly #upstreamFailures = new Map<string, UpstreamFailure>()
  #lastMs = 0

  started(): void {
    this.#recorder.scenario('clients').started()
  }

  ended({ startMs, endMs, latenessMs, blockedMs, failure, status }: SimulatedRequest): void {
    const answered = status !== undefined
    const dueMs = startMs - latenessMs
    this.#recorder.request('clients', 'GET /search').record({
      dueMs,
      sentMs: startMs,
      startedMs: startMs + blockedMs,
      firstByteMs: answered ? endMs - 0.1 : Number.NaN,
      endMs,
      status,
      setup: undefined,
      sendingMs: 0,
      bytesSent: 62,
      bytesReceived: answered ? 210 : 0,
      failure: failure && wholeFailure(failure, answered, startMs),
    })
    this.#recorder.request('clients', 'GET /search').check('status is 200', failure === undefined)
    this.#recorder.scenario('clients').completed(endMs - dueMs)
    this.#recorder.generator.late(latenessMs)
    this.#recorder.generator.delayed(latenessMs / 3)
    this.#recorder.generator.used(0.9 + latenessMs / 20)
    this.#lastMs = Math.max(this.#lastMs, endMs)
  }

  upstreamFailed(cause: UpstreamFailure['cause'], status: number | undefined, text: string, atMs: number): void {
    const known = this.#upstreamFailures.get(text)
    const count = (known?.count ?? 0) + 1
    this.#upstreamFailures.set(text, { cause, status, text, count, firstMs: known?.firstMs ?? atMs, lastMs: atMs })
  }

  /** Ends a second. */
  sampled(
    atMs: number,
    counts: Readonly<{ server: LimitedServerCounts; middleware: MiddlewareCounts }>,
    legs: Readonly<Record<string, LegSample>>,
  ): void {
    this.#intervals.push(this.#recorder.take(atMs))
    this.#serverSamples.push({ atMs, counts: counts.server })
    this.#middlewareSamples.push({ atMs, counts: counts.middleware })
    this.#sockets.push({
      atMs,
      legs,
      counters: {
        'TcpExt.TW': counts.server.served + counts.server.aborted,
        'Tcp.ActiveOpens': counts.middleware.upstreamConnections + counts.middleware.received,
        'Tcp.OutRsts': counts.server.rejected,
        'Tcp.EstabResets': counts.server.rejected,
      },
    })
  }

  result(plan: Plan): Measured {
    return {
      plan,
      host: { node: 'v26.10.0', os: 'Linux 6.18.0', cpu: 'AMD EPYC 7B13', cores: 2 },
      startedAt: '2026-11-20T09:30:00.000Z',
      elapsedMs: this.#lastMs,
      interrupted: false,
      total: this.#recorder.total(),
      intervals: this.#intervals,
      sockets: {
        observed: true,
        everyMs: 1000,
        legs: [
          { name: 'client → middleware', from: 'client', to: 'middleware', ports: [40_001] },
          { name: 'middleware → server', from: 'middleware', to: 'server', ports: [40_002] },
        ],
        samples: this.#sockets,
        portRange: { low: 32_768, high: 60_999 },
      },
      tiers: [
        {
          kind: 'limited-server',
          name: 'server',
          addresses: ['127.0.0.1'],
          port: 40_002,
          samples: this.#serverSamples,
        },
        {
          kind: 'middleware',
          name: 'middleware',
          addresses: ['127.0.0.1'],
          port: 40_001,
          samples: this.#middlewareSamples,
          upstreamFailures: [...this.#upstreamFailures.values()],
        },
      ],
      troubles: [],
    }
  }
}

function wholeFailure(failure: Pick<Failure, 'cause' | 'text'>, answered: boolean, startMs: number): Failure {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(failure.text.length),
    date: 'Fri, 20 Nov 2026 09:30:21 GMT',
    connection: 'keep-alive',
  }
  return {
    ...failure,
    fromServer: answered,
    headers: answered ? headers : {},
    body: answered ? failure.text : '',
    connection: {
      localPort: 42_000 + (Math.round(startMs) % 9000),
      remote: '127.0.0.1:40001',
      ageMs: 40 + (startMs % 1900),
      earlierRequests: Math.round(startMs) % 23,
    },
  }
}
