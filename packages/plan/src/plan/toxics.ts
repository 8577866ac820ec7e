import type { Target } from './target.ts'

/** The bundled TCP proxy that makes a network bad, with toxiproxy's vocabulary. Without toxics it passes everything on. */
export interface ToxicsPlan {
  readonly kind: 'toxics'
  readonly name: string
  /** The tier, or the `http://host:port`, that each connection is passed on to. */
  readonly upstream: Target
  /** In the order that data meets them, whichever way it flows. */
  readonly toxics: readonly ToxicPlan[]
  /** Loopback addresses it listens on, as a limited-server does. */
  readonly addresses: number
  /** The first address it listens on. */
  readonly host: string
  readonly port: number | undefined
  readonly seed: number
}

/** A toxic for the data of one direction of a share of the connections, or `down`, for the proxy as a whole. */
export type ToxicPlan = StreamToxicPlan | DownPlan

export type StreamToxicPlan = ToxicPhase &
  ToxicEffect & {
    /** `upstream`: what the client sends. `downstream`: what comes back to it. */
    readonly stream: 'upstream' | 'downstream'
    /** Share of the connections that have it, from 0 to 1; drawn for each connection when it is accepted. */
    readonly toxicity: number
  }

/** Nobody listens, so that connecting is refused; connections that are open when it begins are closed. */
export type DownPlan = ToxicPhase & { readonly type: 'down' }

/** When a toxic acts, from the load's start. */
export interface ToxicPhase {
  readonly fromMs: number
  /** `undefined`: to the end. */
  readonly toMs: number | undefined
}

export type ToxicEffect =
  /** Everything arrives so much later, each piece by a delay drawn evenly from `latencyMs` ± `jitterMs`, in order. */
  | { readonly type: 'latency'; readonly latencyMs: number; readonly jitterMs: number }
  | { readonly type: 'bandwidth'; readonly bytesPerSecond: number }
  /** Cuts data into slices of `averageBytes` ± `variationBytes`, each leaving `delayMs` after the one before. */
  | {
      readonly type: 'slicer'
      readonly averageBytes: number
      readonly variationBytes: number
      readonly delayMs: number
    }
  /** An end of the stream arrives so much later; data does not. */
  | { readonly type: 'slow_close'; readonly delayMs: number }
  /** Holds everything back until the toxic ends: a network that is cut and mended. */
  | { readonly type: 'stall' }
  /** Data goes nowhere; the connection is closed after `timeoutMs`, and when the toxic ends after it took any data. */
  | { readonly type: 'timeout'; readonly timeoutMs: number | undefined }
  /** Takes the first data that comes, and `timeoutMs` later resets the connection at both ends. */
  | { readonly type: 'reset_peer'; readonly timeoutMs: number }
  /** Closes the connection when so many bytes have passed. */
  | { readonly type: 'limit_data'; readonly bytes: number }
