import type { LatencyPlan, LimitedServerPlan } from '@loadrun/plan'
import type { Distribution } from '@loadrun/random'

/** Everything that decides how the server behaves. The names in brackets are those of fasthttp's `Server`. */
export interface ServerOptions {
  /** Connections served at once, over all addresses together (`Concurrency`). */
  readonly concurrency: number
  /** How long a handler takes; the first phase starts with `loadStarted()`. */
  readonly latency: LatencyPlan
  /** At most `parallel` requests at a time, each for `service`; the others wait first-in-first-out. It comes before `latency`. */
  readonly work: Readonly<{ parallel: number; service: Distribution }> | undefined
  readonly onDisconnect: 'continue' | 'abort'
  /** With `onDisconnect: abort`, how long a handler takes to notice that its client has gone. */
  readonly noticeDisconnectMs: number
  /** `undefined`: as `readTimeoutMs` (`IdleTimeout`). */
  readonly idleTimeoutMs: number | undefined
  /** From accept, later from a request's first byte, to its last; `undefined`: no limit (`ReadTimeout`). */
  readonly readTimeoutMs: number | undefined
  /** Listens on 127.0.0.1, 127.0.0.2 and so on, this many. */
  readonly addresses: number
  /** `undefined`: a free one below the ports that the kernel gives to clients. */
  readonly port: number | undefined
  /** `undefined`: no limit (`MaxConnsPerIP`). */
  readonly maxConnectionsPerIp: number | undefined
  /** `undefined`: no limit (`MaxRequestsPerConn`). */
  readonly maxRequestsPerConnection: number | undefined
  /** Closes after each response (`DisableKeepalive`). */
  readonly disableKeepalive: boolean
  /** `MaxRequestBodySize`. */
  readonly maxRequestBodyBytes: number
  /** The longest request head, its empty line included (`ReadBufferSize`). */
  readonly readBufferBytes: number
  /** Accepts nothing for so long after each rejection (`SleepWhenConcurrencyLimitsExceeded`). */
  readonly sleepWhenLimitedMs: number
  /** `false`: no `Server` header (`NoDefaultServerHeader`). */
  readonly serverHeader: boolean
  /** `false`: no `Date` header (`NoDefaultDate`). */
  readonly dateHeader: boolean
}

/** fasthttp's defaults; what a plan says nothing about stays at them. */
export const defaultOptions: ServerOptions = {
  concurrency: 256 * 1024,
  latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 0 } }] },
  work: undefined,
  onDisconnect: 'continue',
  noticeDisconnectMs: 10,
  idleTimeoutMs: undefined,
  readTimeoutMs: undefined,
  addresses: 1,
  port: undefined,
  maxConnectionsPerIp: undefined,
  maxRequestsPerConnection: undefined,
  disableKeepalive: false,
  maxRequestBodyBytes: 4 * 1024 * 1024,
  readBufferBytes: 4096,
  sleepWhenLimitedMs: 0,
  serverHeader: true,
  dateHeader: true,
}

export function optionsFromPlan(plan: LimitedServerPlan): ServerOptions {
  return {
    ...defaultOptions,
    concurrency: plan.concurrency,
    latency: plan.latency,
    work: plan.work,
    onDisconnect: plan.onDisconnect,
    idleTimeoutMs: plan.idleTimeoutMs,
    readTimeoutMs: plan.readTimeoutMs,
    addresses: plan.addresses,
    port: plan.port,
  }
}
