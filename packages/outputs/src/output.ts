import type { Metrics, SocketSample } from '@loadrun/metrics'

/** Somewhere that a run's figures go while it runs. */
export interface Output {
  /** A second of load has passed. */
  second(interval: Metrics, sockets: SocketSample | undefined): void
  /** The run is over: sends what is left, in bounded time. Resolves with what went wrong, in words. */
  end(): Promise<string | undefined>
}
