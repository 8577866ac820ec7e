/** What was counted of a tier over a run. Counters count since the tier started; gauges are the moment's. */
export type TierObservation = LimitedServerObservation | MiddlewareObservation | ToxicsObservation | CommandObservation

export type TierCounts = TierObservation['samples'][number]['counts']

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

export interface ToxicsObservation {
  readonly kind: 'toxics'
  readonly name: string
  readonly addresses: readonly string[]
  readonly port: number
  readonly samples: readonly Readonly<{ atMs: number; counts: ToxicsCounts }>[]
}

/** Of a program of the user's own, which says nothing of itself: what the kernel knows of its processes. */
export interface CommandObservation {
  readonly kind: 'command'
  readonly name: string
  readonly addresses: readonly string[]
  readonly port: number
  readonly samples: readonly Readonly<{ atMs: number; counts: CommandCounts }>[]
}

export interface LimitedServerCounts {
  /** Gauge: connections that hold a slot; with `limit: requests`, requests. */
  readonly slotsInUse: number
  /** Gauge: connections that were accepted and have not been closed. */
  readonly openConnections: number
  /** Gauge: connections opened by clients that wait unread, as in the kernel's accept queue. */
  readonly waitingConnections: number
  /** Gauge: with `limit: requests`, requests that wait for a slot. */
  readonly queuedRequests: number
  /** Gauge: slots whose request is in a handler (the rest are idle or still sending one). */
  readonly handling: number
  /** Gauge: of `handling`, those that wait for the bottleneck behind the handlers. */
  readonly waitingForWork: number
  /** Gauge: of `handling`, those whose client has gone, or was answered by the `handlerTimeout`. */
  readonly handlingAbandoned: number
  /** Connections accepted. */
  readonly accepted: number
  /** Connections refused at a limit. */
  readonly rejected: number
  /** Requests refused: at `limit: requests`, or by `handlerTimeout` because so many handlers go on. */
  readonly rejectedRequests: number
  /** Of the refused, those that had waited too long for a slot. */
  readonly queueTimeouts: number
  /** Requests answered by the `handlerTimeout` while their handler went on. */
  readonly handlerTimeouts: number
  /** Requests whose handler came to its end, answered to a client that was still there. */
  readonly served: number
  /** Requests whose handler came to its end although the client had gone, or had been answered by the `handlerTimeout`: work for nobody. */
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
  /** Of `abandonedByClient`, those whose client went before anything was sent upstream for them. */
  readonly abandonedUnsent: number
  /** Every attempt counts: first ones, retries and hedges, but not those that the circuit breaker refused. */
  readonly upstreamRequests: number
  /** Of `upstreamRequests`, those that went out on a connection; the others ended while they waited for one. */
  readonly upstreamSent: number
  readonly upstreamOk: number
  readonly upstreamFailed: number
  /** Upstream requests dropped unanswered because nobody wanted the answer: cancelled ones, and the slower of two. */
  readonly upstreamDropped: number
  /** Of `upstreamFailed`, those that one of our own timeouts ended. */
  readonly upstreamTimeouts: number
  readonly upstreamConnections: number
  /** Attempts made because an earlier one had failed. */
  readonly retries: number
  /** Retries that the budget did not allow. */
  readonly retriesWithheld: number
  /** Second requests sent because the first was slow. */
  readonly hedges: number
  /** Of `hedges`, those that were answered well before the first was. */
  readonly hedgesWon: number
  /** Attempts that the open circuit breaker refused. They are in `retries` and `hedges`, not in `upstreamRequests`. */
  readonly refusedByCircuit: number
  /** How often the circuit breaker opened. */
  readonly circuitOpenings: number
  /** Processor time of its process in its own code. */
  readonly cpuUserMs: number
  /** Processor time that the kernel spent for its process, as on connections. */
  readonly cpuSystemMs: number
  /** Gauge: 1 while the circuit breaker is open or lets a single request through as a probe, else 0. */
  readonly circuitOpen: number
}

/** `accepted = open + ended + passedReset + upstreamFailed + resetByToxic + closedByToxic`, at any moment. */
export interface ToxicsCounts {
  /** Gauge: connections accepted and not yet ended at both ends. */
  readonly open: number
  /** Gauge: bytes read from one end that the other has not been sent yet. */
  readonly bytesHeld: number
  /** Connections accepted from clients. */
  readonly accepted: number
  /** Connections made upstream for them. */
  readonly upstreamConnections: number
  /** Connections that ended because none could be made upstream: their clients were reset. */
  readonly upstreamFailed: number
  /** Connections whose ends closed in order. */
  readonly ended: number
  /** Connections that one end reset, which was passed on. */
  readonly passedReset: number
  /** Connections that a toxic reset, at both ends. */
  readonly resetByToxic: number
  /** Connections that a toxic closed, at both ends. */
  readonly closedByToxic: number
  /** Bytes sent on to the upstream. */
  readonly bytesUpstream: number
  /** Bytes sent on to clients. */
  readonly bytesDownstream: number
  /** Bytes that toxics took, or that came for an end that had gone. */
  readonly bytesDropped: number
}

/** Read from `/proc`; all zero where there is none. */
export interface CommandCounts {
  /** Gauge: processes, those that it has started included. */
  readonly processes: number
  /** Processor time of theirs, in the program and in the kernel. */
  readonly cpuMs: number
  /** Gauge: memory that they hold; what they share counts for each. */
  readonly residentBytes: number
}

export interface UpstreamFailure {
  /**
   * `timeout`: the whole took too long; `connect-timeout`: no connection stood in time; `headers-timeout`: the answer
   * did not begin in time: each said by our own timer alone. `circuit-open`: our circuit breaker sent nothing.
   */
  readonly cause:
    | 'status'
    | 'timeout'
    | 'connect-timeout'
    | 'headers-timeout'
    | 'total-timeout'
    | 'circuit-open'
    | 'reset'
    | 'closed'
    | 'connection-refused'
    | 'no-free-port'
    | 'other'
  readonly status: number | undefined
  /** What the upstream sent, verbatim; without an answer, the error's own message. */
  readonly text: string
  readonly count: number
  /** Milliseconds since the load started. */
  readonly firstMs: number
  readonly lastMs: number
}
