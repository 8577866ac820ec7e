import type { MiddlewarePlan } from '@loadrun/plan'
import { Connection } from './connection.ts'
import type { UpstreamTarget } from './upstream-target.ts'

export interface ConnectionPoolOptions {
  readonly targets: readonly UpstreamTarget[]
  readonly connections: MiddlewarePlan['connections']
  readonly maxSockets: number | undefined
  readonly onOpened: () => void
}

type Grant = (connection: Connection) => void

/**
 * Hands out connections for one request each: the one most recently used, else a new one to the next address in turn.
 * At `maxSockets` open connections, requests wait first-in-first-out.
 */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions
  readonly #open = new Set<Connection>()
  readonly #idle: Connection[] = []
  readonly #waiting = new Set<Grant>()
  #opened = 0

  constructor(options: ConnectionPoolOptions) {
    this.#options = options
  }

  /** Requests that wait because of `maxSockets`. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Calls `grant` with a connection, at once where there may be one. The function returned gives up waiting. */
  ask(grant: Grant): () => void {
    const connection = this.#idle.pop() ?? this.#openNext()
    if (connection) grant(connection)
    else this.#waiting.add(grant)
    return () => this.#waiting.delete(grant)
  }

  /** Ends every connection and forgets who waits. */
  dropAll(): void {
    this.#waiting.clear()
    for (const connection of this.#open) connection.drop()
  }

  #openNext(): Connection | undefined {
    const { targets, connections, maxSockets, onOpened } = this.#options
    if (maxSockets !== undefined && this.#open.size >= maxSockets) return undefined
    const target = targets[this.#opened % targets.length]
    if (target === undefined) return undefined
    this.#opened += 1
    const connection: Connection = new Connection(target, connections, {
      opened: onOpened,
      idle: () => this.#reuse(connection),
      closed: () => this.#forget(connection),
    })
    this.#open.add(connection)
    return connection
  }

  #reuse(connection: Connection): void {
    const next = this.#takeWaiting()
    if (next) next(connection)
    else this.#idle.push(connection)
  }

  #forget(connection: Connection): void {
    this.#open.delete(connection)
    const idleAt = this.#idle.indexOf(connection)
    if (idleAt >= 0) this.#idle.splice(idleAt, 1)
    if (this.#waiting.size === 0) return
    const replacement = this.#openNext()
    if (replacement) this.#takeWaiting()?.(replacement)
  }

  #takeWaiting(): Grant | undefined {
    for (const first of this.#waiting) {
      this.#waiting.delete(first)
      return first
    }
    return undefined
  }
}
