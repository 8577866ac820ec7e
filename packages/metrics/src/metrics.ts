import type { Tagged } from './tagged.ts'

/**
 * Counts of one stretch of time. Plain data: sent between threads, merged in any order, kept in result files.
 * Times in `…Ms` fields are milliseconds since the load started.
 */
export interface Metrics {
  readonly fromMs: number
  readonly toMs: number
  readonly scenarios: Readonly<Record<string, ScenarioMetrics>>
  /** By `scenario/step`. A second has no row for a step that did nothing in it: some files have thousands. */
  readonly requests: Readonly<Record<string, RequestMetrics>>
  readonly failures: readonly FailureGroup[]
  readonly generator: GeneratorMetrics
  /**
   * Of scripts, by name: all values, and those with tags once more, as `errors{type:a}`. Left out where there are none.
   */
  readonly custom?: Readonly<Record<string, CustomMetrics>>
  /** What scripts threw. Left out where there is nothing. */
  readonly scriptErrors?: readonly ScriptErrorGroup[]
  /** What fell due in the warm-up, and is counted nowhere else. Left out where there is nothing. */
  readonly warmUp?: WarmUpMetrics
  /** The first script that ended the run (`exec.test.abort()`). Left out where none did. */
  readonly aborted?: Aborted
}

export interface Aborted {
  /** What the script gave as its reason. */
  readonly reason: string
  readonly atMs: number
}

/** What was sent like everything else, but before the time that counts. */
export interface WarmUpMetrics {
  readonly requests: number
  /** Of `requests`, those that failed, by cause. */
  readonly failures: Readonly<Partial<Record<FailureCause, number>>>
  /** Begun. */
  readonly iterations: number
  readonly droppedIterations: number
}

/** An HdrHistogram of microseconds: V2, compressed, base64. */
export type EncodedHistogram = string

export interface ScenarioMetrics {
  /** Arrivals that the plan had fall due; for closed loads, iterations begun. */
  readonly planned: number
  readonly started: number
  readonly iterations: number
  /**
   * Arrivals that fell due while every user was busy, so they were never sent; of a load of so many iterations, those
   * not begun when its time was up.
   */
  readonly droppedIterations: number
  /** Cut off at the end of the graceful stop, or by Ctrl-C. */
  readonly interruptedIterations: number
  /** Users busy at the end of this stretch, and at most during it; summed over worker threads. */
  readonly vus: number
  readonly vusMax: number
  readonly iterationDuration: EncodedHistogram
}

/** Requests of one step. Successes and failures have distributions of their own; none is left out of both. */
export interface RequestMetrics {
  readonly scenario: string
  /** Its name, with the tags that a script gave it: `GET /items {page:item}`. */
  readonly step: string
  /** Left out where no tags hold for it. */
  readonly tagged?: Tagged
  readonly sent: number
  readonly bytesSent: number
  readonly bytesReceived: number
  /** By HTTP status; requests that got no status are not here. */
  readonly statuses: Readonly<Record<string, number>>
  readonly ok: OutcomeMetrics
  readonly failed: OutcomeMetrics
  /** Once more those with a status that a threshold on times names, as `200` or `5xx`. Left out where none does. */
  readonly byStatus?: Readonly<Record<string, OutcomeMetrics>>
  /** By what was expected, as `status is 200`; with the tags that a script gave the check. */
  readonly checks: Readonly<Record<string, CheckCounts>>
}

export interface CheckCounts {
  readonly passes: number
  readonly fails: number
  /** Left out where the check has no tags of its own. */
  readonly tagged?: Tagged
}

/** Requests that ended one way. `count` equals the number of values in each histogram. */
export interface OutcomeMetrics {
  readonly count: number
  /** From when the plan said "send" to the last byte: what a visitor waits. */
  readonly responseTime: EncodedHistogram
  /** From handing the request to the client to the last byte, with the wait for a connection. */
  readonly serviceTime: EncodedHistogram
  /** k6's: from the first byte written on a connection to the last byte; where none was got, the same as `serviceTime`. */
  readonly httpReqDuration: EncodedHistogram
  /** k6's: waiting for a connection, made or free: with the next three in it. */
  readonly httpReqBlocked: EncodedHistogram
  /** Looking up the name; 0 where the address was known, or the connection was there. */
  readonly httpReqLookingUp: EncodedHistogram
  /** k6's: from asking for the connection (TCP) to its standing; 0 where it was there. */
  readonly httpReqConnecting: EncodedHistogram
  /** k6's: agreeing on TLS; 0 where there was no need to. */
  readonly httpReqTlsHandshaking: EncodedHistogram
  /** k6's: from the first byte of the request to its last handed to the kernel; 0 where it took all of it at once. */
  readonly httpReqSending: EncodedHistogram
  /** k6's: from then to the first byte of the answer; to the end where none came. */
  readonly httpReqWaiting: EncodedHistogram
  /** k6's: from the first byte of the answer to its last; 0 where they came together, or none did. */
  readonly httpReqReceiving: EncodedHistogram
}

/** Why a request failed, as the client could tell. */
export type FailureCause =
  /** The answer's status was not one that was expected. */
  | 'status'
  /** The answer was not like what was expected, though its status was. */
  | 'expectation'
  /** The answer lacked what a later step needs of it. */
  | 'capture'
  /** More of it came than is read. */
  | 'answer-too-large'
  /** Its body is not what its `content-encoding` says. */
  | 'content-encoding'
  /** The user's own patience ran out. */
  | 'timeout'
  | 'connection-refused'
  /** No connection within the time for it. */
  | 'connect-timeout'
  /** The connection was reset (RST) by the other end. */
  | 'reset'
  /** The other end closed the connection before the whole answer had come. */
  | 'closed'
  /** No local port was free towards that address (EADDRNOTAVAIL). */
  | 'no-free-port'
  /** This process has no file descriptor left (EMFILE). */
  | 'no-free-descriptor'
  | 'name-not-resolved'
  /** The server's certificate is not one to trust. */
  | 'certificate'
  /** TLS could not be agreed on, or broke. */
  | 'tls'
  /** The proxy did not let the connection through. */
  | 'proxy'
  /** What came was not HTTP. */
  | 'protocol'
  /** Ended by the graceful stop's limit or by Ctrl-C. */
  | 'interrupted'
  | 'other'

/** Failures of one step, one cause and one text. */
export interface FailureGroup {
  readonly scenario: string
  readonly step: string
  readonly cause: FailureCause
  readonly status: number | undefined
  /** What the server sent, verbatim (its start, where long); without an answer, the error's own message. */
  readonly text: string
  /** Whether `text` came from a server. */
  readonly fromServer: boolean
  readonly count: number
  readonly firstMs: number
  readonly lastMs: number
  /** The first few, kept whole. */
  readonly samples: readonly FailureSample[]
}

export interface FailureSample {
  readonly atMs: number
  readonly responseTimeMs: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `undefined` where no connection was made. */
  readonly connection:
    | Readonly<{ localPort: number; remote: string; ageMs: number; earlierRequests: number }>
    | undefined
}

/** The load generator's own health, so that a run can say when it was the bottleneck itself. */
export interface GeneratorMetrics {
  /** From due to sent, of open loads' first requests. */
  readonly lateness: EncodedHistogram
  /** How late the worker threads' timers fired. */
  readonly eventLoopDelay: EncodedHistogram
  /** Processor time of the worker threads, user and system. */
  readonly cpuMs: number
  /** For how long garbage collection held the worker threads up; results of earlier versions do not say. */
  readonly gcMs?: number
  /**
   * Processor time of the process that made the load, by thread: `worker 1` and so on, `alarm` (one for each worker),
   * `main`, and `others`, which are V8's and Node's own. Of several machines, those of a name together. Results of earlier
   * versions do not say; where the kernel does not tell threads apart, workers are among `others`.
   */
  readonly threadsCpuMs?: Readonly<Record<string, number>>
}

/** A metric that a script made. Values of those with `isTime` are milliseconds. */
export type CustomMetrics = CustomValues & {
  /** Left out where these are all values of the metric. */
  readonly tagged?: Tagged
}

export type CustomValues =
  | { readonly kind: 'counter'; readonly sum: number }
  | {
      readonly kind: 'gauge'
      readonly isTime: boolean
      readonly last: number
      /** When `last` was set. */
      readonly lastMs: number
      readonly min: number
      readonly max: number
    }
  | { readonly kind: 'rate'; readonly passes: number; readonly fails: number }
  | { readonly kind: 'trend'; readonly isTime: boolean; readonly values: EncodedHistogram }

/** What one function of a script threw, alike in message and place. */
export interface ScriptErrorGroup {
  readonly scenario: string
  /** The function as the plan names it, such as `checkout.ts#addToBasket`. */
  readonly script: string
  readonly message: string
  /** `file:line:column` of the first line of the stack that is the user's own; empty where none is. */
  readonly place: string
  readonly count: number
  readonly firstMs: number
  readonly lastMs: number
}
