/** What a bundled tier said about itself over a run. Counters count since the tier started; gauges are the moment's. */
export type TierObservation = LimitedServerObservation | MiddlewareObservation

export interface LimitedServerObservation {
  readonly kind: 'limited-server'
  readonly name: string
  readonly addresses: readonly string[]
  readonly port: number
  readonly samples: readonly Readonly<{ atMs: number; counts: LimitedServerCounts }>[]
}

export interface MiddlewareObservation {
  readonly kind: 'middleware'
  readonly name: string
  readonly addresses: readonly string[]
  readonly port: number
  readonly samples: readonly Readonly<{ atMs: number; counts: MiddlewareCounts }>[]
  /** Upstream requests that failed, by cause and text. */
  readonly upstreamFailures: readonly UpstreamFailure[]
}

export interface LimitedServerCounts {
  /** Gauge: connections that hold a slot. */
  readonly slotsInUse: number
  /** Gauge: slots whose request is in a handler (the rest are idle or still sending one). */
  readonly handling: number
  /** Gauge: of `handling`, those that wait for the bottleneck behind the handlers. */
  readonly waitingForWork: number
  /** Gauge: of `handling`, those whose client has gone. */
  readonly handlingAbandoned: number
  /** Connections that got a slot. */
  readonly accepted: number
  /** Connections refused at the limit. */
  readonly rejected: number
  /** Requests whose handler came to its end, answered to a client that was still there. */
  readonly served: number
  /** Requests whose handler came to its end although the client had gone: work for nobody. */
  readonly servedToNobody: number
  /** Requests given up because the client had gone (`onDisconnect: abort`). */
  readonly aborted: number
}

export interface MiddlewareCounts {
  /** Gauge: requests received and not yet answered. */
  readonly inFlight: number
  /** Gauge: upstream requests not yet ended. */
  readonly upstreamInFlight: number
  /** Gauge: upstream requests waiting because of `maxSockets`. */
  readonly waitingForSocket: number
  readonly received: number
  readonly answeredOk: number
  readonly answeredFailed: number
  /** Requests whose client went away before the answer. */
  readonly abandonedByClient: number
  readonly upstreamRequests: number
  readonly upstreamOk: number
  readonly upstreamFailed: number
  /** Of `upstreamFailed`, those that our own timeout ended. */
  readonly upstreamTimeouts: number
  readonly upstreamConnections: number
}

export interface UpstreamFailure {
  readonly cause: 'status' | 'timeout' | 'reset' | 'closed' | 'connection-refused' | 'no-free-port' | 'other'
  readonly status: number | undefined
  /** What the upstream sent, verbatim; without an answer, the error's own message. */
  readonly text: string
  readonly count: number
  /** Milliseconds since the load started. */
  readonly firstMs: number
  readonly lastMs: number
}
