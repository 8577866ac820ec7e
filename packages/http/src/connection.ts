import type { Connector } from './connecting/connector.ts'
import type { PendingExchange } from './pending-exchange.ts'
import type { Route } from './request.ts'

/** A connection, made or to be made. Most carry one request at a time. */
export interface Connection {
  readonly origin: string
  /** It can carry a request now. */
  readonly isOpen: boolean
  /** It carries none. */
  readonly isIdle: boolean
  /** Sends the request, connecting first if need be, and resolves it. `nowMs` is the time of the call. */
  carry(pending: PendingExchange, route: Route, nowMs: number): void
  /** Interrupts what is under way; resolves when the socket is closed. */
  close(): Promise<void>
}

/** Whoever keeps the connections. */
export interface ConnectionOwner {
  /** The connection can carry a request, or one more, and may be used again, if it still can by then. */
  onFree(connection: Connection): void
  /** The connection is closed for good. */
  onGone(connection: Connection): void
}

/** Makes a connection of one kind; it connects with its first request. */
export type MakeConnection = (origin: string, connector: Connector, owner: ConnectionOwner) => Connection
