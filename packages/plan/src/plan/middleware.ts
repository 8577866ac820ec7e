import type { Target } from './target.ts'

/** The bundled tier that turns each request into several upstream. */
export interface MiddlewarePlan {
  readonly kind: 'middleware'
  readonly name: string
  /** The name of the tier, or the URL, that requests are sent to. */
  readonly upstream: Target
  /** Requests sent upstream for each one received. */
  readonly fanout: number
  /** `parallel`: all at once. `sequence`: one after another, stopping at the first that fails. */
  readonly order: 'parallel' | 'sequence'
  /**
   * Drops the upstream connection when a request has taken this long, waiting for a connection included; each attempt
   * has it anew. `undefined`: waits for ever.
   */
  readonly timeoutMs: number | undefined
  /** Longest time until a new connection stands, TLS included; `undefined`: as long as the kernel tries. */
  readonly connectTimeoutMs: number | undefined
  /** Longest time from a request's going out on a connection to the head of its answer; `undefined`: no limit. */
  readonly headersTimeoutMs: number | undefined
  /** Longest time for all attempts of a request together, pauses between them included; `undefined`: no limit. */
  readonly totalTimeoutMs: number | undefined
  /** `undefined`: a failed request is not sent again. */
  readonly retries: RetryPlan | undefined
  /** Sends a second request when the first has not been answered after this long; the first good answer counts. */
  readonly hedge: Readonly<{ afterMs: number }> | undefined
  /** `undefined`: requests are sent however many have failed. */
  readonly circuitBreaker: CircuitBreakerPlan | undefined
  /** Which upstream requests are dropped because nobody wants their answers any more. */
  readonly cancel: Readonly<{
    /** The others of a fan-out, when one of them has failed for good. */
    siblings: boolean
    /** All of a fan-out, when the client that they are for goes away. */
    onClientDisconnect: boolean
  }>
  /**
   * Who ends a connection, and so where TIME_WAIT lies. `keep-alive`: nobody, while the pool lives. `close`: the server
   * (`Connection: close`). `client-closes`: the middleware, after asking for keep-alive.
   */
  readonly connections: 'keep-alive' | 'close' | 'client-closes'
  /** Open upstream connections at most; further requests wait. `undefined`: no limit. */
  readonly maxSockets: number | undefined
  /** The address it listens on. */
  readonly host: string
  readonly port: number | undefined
  readonly seed: number
}

/** When a failed upstream request is sent again. */
export interface RetryPlan {
  /** Attempts after the first, at most. */
  readonly count: number
  /** How long to wait before an attempt. */
  readonly backoff: BackoffPlan
  /** Retries at most, as a share of the first attempts, both over the last ten seconds; `undefined`: no budget. */
  readonly budget: number | undefined
  /** Which failures are tried again. */
  readonly on: readonly RetryCause[]
}

/**
 * `timeout`: our timer ended it after it was sent. `connect`: no connection came about. `reset`: the connection ended
 * before the whole answer. `status`: 429, or 500 and above.
 */
export type RetryCause = 'timeout' | 'connect' | 'reset' | 'status'

export type BackoffPlan =
  | { readonly kind: 'fixed'; readonly ms: number }
  /** Doubles with each attempt from `firstMs` to `maxMs`. With jitter it is drawn, evenly from zero to that. */
  | { readonly kind: 'exponential'; readonly firstMs: number; readonly maxMs: number; readonly jitter: boolean }

/** When upstream requests are refused without being sent, and for how long, until one is let through as a probe. */
export interface CircuitBreakerPlan {
  readonly opens: CircuitOpening
  readonly openForMs: number
}

export type CircuitOpening =
  /** After this many failures in a row. */
  | { readonly kind: 'consecutive'; readonly failures: number }
  /** When more than a share of the requests in a time failed, if there were enough of them. */
  | { readonly kind: 'share'; readonly share: number; readonly overMs: number; readonly minRatePerSecond: number }
