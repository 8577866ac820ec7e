import type { Client, Exchange, SendLimits } from './client.ts'
import type { Clock } from './clock.ts'
import { Connector } from './connecting/connector.ts'
import type { Network } from './connecting/network.ts'
import type { Connection, ConnectionOwner, MakeConnection } from './connection.ts'
import { PendingExchange } from './pending-exchange.ts'
import type { CompiledRequest, Route } from './request.ts'
import { WaitingRequest, type WaitingRoom } from './waiting-request.ts'

export interface PoolRules {
  /** Which target is first, so that several clients do not all begin with the same one. */
  readonly firstTurn?: number
  /** `false`: a connection is closed, from this end, when its request has been answered. */
  readonly keepsConnections?: boolean
  /** Connections at most, those being made included; further requests wait in the order they came. No limit without it. */
  readonly maxSockets?: number | undefined
  /** Longest body that is read, before it is decompressed and after; 8 MiB where it is left out. */
  readonly maxAnswerBytes?: number
}

const usualMaxAnswerBytes = 8 * 1024 * 1024

/**
 * Keeps connections alive and hands them out: a request takes the one that was used last and is free, as the fewest
 * stay busy that way, and opens a new one where none is.
 */
export class PooledClient implements Client, ConnectionOwner, WaitingRoom {
  readonly #clock: Clock
  readonly #connector: Connector
  readonly #makeConnection: MakeConnection
  readonly #keepsConnections: boolean
  readonly #maxSockets: number
  readonly #maxAnswerBytes: number
  readonly #connections = new Set<Connection>()
  readonly #free = new Map<string, Connection[]>()
  /** In the order they came. */
  readonly #waiting = new Set<WaitingRequest>()
  #turn: number
  #isClosed = false

  constructor(
    network: Network,
    makeConnection: MakeConnection,
    {
      firstTurn = 0,
      keepsConnections = true,
      maxSockets = Number.POSITIVE_INFINITY,
      maxAnswerBytes = usualMaxAnswerBytes,
    }: PoolRules = {},
  ) {
    this.#clock = network.clock
    this.#connector = new Connector(network)
    this.#makeConnection = makeConnection
    this.#turn = firstTurn
    this.#keepsConnections = keepsConnections
    this.#maxSockets = maxSockets
    this.#maxAnswerBytes = maxAnswerBytes
  }

  send(request: CompiledRequest, limits: SendLimits, onEnd: (exchange: Exchange) => void): void {
    const nowMs = this.#clock.nowMs()
    const pending = new PendingExchange(request, limits, nowMs, onEnd, limits.maxAnswerBytes ?? this.#maxAnswerBytes)
    if (this.#isClosed || limits.signal.aborted) {
      this.#refuse(pending, nowMs)
      return
    }
    const route = request.routes[this.#turn++ % request.routes.length]
    if (route === undefined) throw new Error(`Cannot send ${request.method}: the request has no target`)
    const connection = this.#waiting.size > 0 ? undefined : this.#take(route.origin)
    if (connection !== undefined) connection.carry(pending, route, nowMs)
    else this.#wait(pending, route)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const waiting of this.#waiting) waiting.interrupt()
    await Promise.all([...this.#connections].map((connection) => connection.close()))
  }

  onFree(connection: Connection): void {
    if (!this.#keepsConnections) {
      void connection.close()
      return
    }
    const free = this.#free.get(connection.origin)
    if (free === undefined) this.#free.set(connection.origin, [connection])
    else free.push(connection)
    if (this.#waiting.size > 0) this.#serveWaiting()
  }

  onGone(connection: Connection): void {
    this.#connections.delete(connection)
    if (this.#waiting.size > 0) this.#serveWaiting()
  }

  onLeft(waiting: WaitingRequest): void {
    this.#waiting.delete(waiting)
  }

  #wait(pending: PendingExchange, route: Route): void {
    this.#waiting.add(new WaitingRequest(pending, route, this.#clock, this))
    this.#makeRoom()
  }

  #serveWaiting(): void {
    for (const waiting of this.#waiting) {
      const connection = this.#take(waiting.route.origin)
      if (connection === undefined) {
        this.#makeRoom()
        return
      }
      waiting.leave()
      connection.carry(waiting.pending, waiting.route, this.#clock.nowMs())
    }
  }

  /** Closes an idle connection to some other origin, which would otherwise keep the place of one that is wanted. */
  #makeRoom(): void {
    for (const free of this.#free.values()) {
      const index = free.findIndex(({ isIdle }) => isIdle)
      const [idle] = index < 0 ? [] : free.splice(index, 1)
      if (idle === undefined) continue
      void idle.close()
      return
    }
  }

  #take(origin: string): Connection | undefined {
    const free = this.#free.get(origin)
    for (let last = free?.pop(); last !== undefined; last = free?.pop()) {
      if (last.isOpen) return last
    }
    if (this.#connections.size >= this.#maxSockets) return undefined
    const connection = this.#makeConnection(origin, this.#connector, this)
    this.#connections.add(connection)
    return connection
  }

  #refuse(pending: PendingExchange, nowMs: number): void {
    pending.givenUp = 'interrupted'
    pending.endMs = nowMs
    pending.failByError(new Error('given up'), false, undefined)
    setImmediate(pending.onEnd, pending)
  }
}
