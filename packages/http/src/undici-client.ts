import type { Client, Exchange, SendLimits } from './client.ts'
import type { Clock } from './clock.ts'
import { PendingExchange } from './pending-exchange.ts'
import type { CompiledRequest } from './request.ts'
import { type ConnectionOwner, UndiciConnection } from './undici-connection.ts'

/**
 * HTTP/1.1 by undici. Connections are kept alive and not limited in number: a request takes the one that was used
 * last and is free, as the fewest stay busy that way, and opens a new one where none is.
 */
export class HttpClient implements Client, ConnectionOwner {
  readonly #clock: Clock
  readonly #connections = new Set<UndiciConnection>()
  readonly #free = new Map<string, UndiciConnection[]>()
  #turn: number
  #isClosed = false

  /** `firstTurn` says which target is first, so that several clients do not all begin with the same one. */
  constructor(clock: Clock, firstTurn = 0) {
    this.#clock = clock
    this.#turn = firstTurn
  }

  send(request: CompiledRequest, limits: SendLimits): Promise<Exchange> {
    if (this.#isClosed || limits.signal.aborted) return this.#refuse(request, limits)
    const route = request.routes[this.#turn++ % request.routes.length]
    if (route === undefined) throw new Error(`Cannot send ${request.method}: the request has no target`)
    const connection = this.#takeFree(route.origin) ?? this.#make(route.origin)
    return connection.send(request, route, limits)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#connections].map((connection) => connection.close()))
  }

  onFree(connection: UndiciConnection): void {
    const free = this.#free.get(connection.origin)
    if (free === undefined) this.#free.set(connection.origin, [connection])
    else free.push(connection)
  }

  onGone(connection: UndiciConnection): void {
    this.#connections.delete(connection)
  }

  #takeFree(origin: string): UndiciConnection | undefined {
    const free = this.#free.get(origin)
    for (let last = free?.pop(); last !== undefined; last = free?.pop()) {
      if (last.isOpen) return last
    }
    return undefined
  }

  #make(origin: string): UndiciConnection {
    const connection = new UndiciConnection(origin, this.#clock, this)
    this.#connections.add(connection)
    return connection
  }

  #refuse(request: CompiledRequest, limits: SendLimits): Promise<Exchange> {
    return new Promise((resolve) => {
      const nowMs = this.#clock.nowMs()
      const refused = new PendingExchange(request, limits, nowMs, resolve)
      refused.givenUp = 'interrupted'
      refused.endMs = nowMs
      refused.failByError(new Error('given up'), false, undefined)
      setImmediate(resolve, refused)
    })
  }
}
