import type { Distribution } from '@loadrun/random'

/** The bundled server that behaves at its limit as fasthttp does, or as another server that it takes after. */
export interface LimitedServerPlan {
  readonly kind: 'limited-server'
  readonly name: string
  /** The server it takes after. */
  readonly profile: ServerProfile
  /** What holds a slot: a connection from accept to close, or a request from its last byte in to the answer. */
  readonly limit: 'connections' | 'requests'
  /** Slots; `undefined`: no limit. */
  readonly concurrency: number | undefined
  /** So many more wait for a slot, first-in-first-out; `undefined`: any number. Whoever finds no room is refused. */
  readonly queue: number | undefined
  /** Refuses what has waited this long; `undefined`: never. */
  readonly queueTimeoutMs: number | undefined
  /** What the refused get. */
  readonly refusal: RefusalPlan
  /** With `limit: requests`: connections open at once; `undefined`: no limit. */
  readonly maxConnections: number | undefined
  /** Connections over `maxConnections` that wait, unread, as in the kernel's accept queue; the others are reset. */
  readonly acceptCount: number
  /** How long a handler takes. */
  readonly latency: LatencyPlan
  /** A bottleneck behind the handlers: at most `parallel` at a time, the others wait first-in-first-out, holding their slots. */
  readonly work: Readonly<{ parallel: number; service: Distribution }> | undefined
  /** `continue`: a handler runs to its end although the client has gone (fasthttp). `abort`: it gives up. */
  readonly onDisconnect: 'continue' | 'abort'
  /** Closes a keep-alive connection idle this long; `undefined`: never. */
  readonly idleTimeoutMs: number | undefined
  /** Longest time to receive a request; `undefined`: no limit. */
  readonly readTimeoutMs: number | undefined
  /** Longest time to write a response, from its first byte; what is not written by then ends the connection. `undefined`: no limit. */
  readonly writeTimeoutMs: number | undefined
  /** Answers for a handler that takes longer; the handler goes on. `undefined`: none. */
  readonly handlerTimeout: HandlerTimeoutPlan | undefined
  /** Takes requests of any other method for wrong ones. */
  readonly getOnly: boolean
  /** Connections from one IPv4 address at once; the next gets a 429. `undefined`: no limit. */
  readonly maxConnectionsPerIp: number | undefined
  /** Closes a connection after so many requests; `undefined`: never. */
  readonly maxRequestsPerConnection: number | undefined
  /** Closes after each response. */
  readonly disableKeepalive: boolean
  /** `undefined`: no limit. */
  readonly maxRequestBodyBytes: number | undefined
  /** The longest request head, its empty line included. */
  readonly readBufferBytes: number
  /** Accepts nothing for so long after each connection refused at the limit. */
  readonly sleepWhenLimitedMs: number
  /** The first address it listens on. */
  readonly host: string
  /** How many addresses it listens on, from `host` upwards. Several spread TIME_WAIT over destinations, as a service with several addresses does. */
  readonly addresses: number
  /** `undefined`: a free one is chosen. */
  readonly port: number | undefined
  readonly seed: number
}

/** fasthttp's `TimeoutWithCodeHandler`: what a request gets whose handler takes longer than `afterMs`. */
export interface HandlerTimeoutPlan {
  readonly afterMs: number
  readonly status: number
  readonly text: string
}

/** Servers that a limited-server can take after. */
export const serverProfileNames = ['fasthttp', 'go-net-http', 'nginx-limit-conn', 'tomcat', 'node-http'] as const

export type ServerProfile = (typeof serverProfileNames)[number]

/** What those get that a limit refuses. `close` and `reset` end the connection without a word, by a FIN or a RST. */
export type RefusalPlan =
  | {
      readonly kind: 'response'
      readonly status: number
      /** `undefined`: the usual one of the status. */
      readonly reason: string | undefined
      readonly contentType: string
      readonly headers: Readonly<Record<string, string>>
      readonly text: string
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' }

/** A distribution that may change over time. The first phase starts when the load starts; after the last, the last stays. */
export interface LatencyPlan {
  readonly phases: readonly Readonly<{ fromMs: number; distribution: Distribution }>[]
}
