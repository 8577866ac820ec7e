import type { Socket } from 'node:net'
import type { Clock } from './clock.ts'
import { onceAMinute } from './log.ts'
import type { ServerOptions } from './options.ts'
import type { Responses } from './responses.ts'
import { Slots } from './slots.ts'
import type { Tally } from './tally.ts'

export interface AcceptContext {
  readonly options: ServerOptions
  readonly clock: Clock
  readonly responses: Responses
  readonly tally: Tally
  readonly log: (message: string) => void
  /** Serves a connection that was accepted; `released` says that it has been closed. */
  readonly serve: (socket: Socket, released: () => void) => void
}

/**
 * The accept loop: lets a connection in before one byte of it is read, or keeps it waiting unread, as the kernel's
 * accept queue does, or refuses it with a few bytes and closes it unread, which makes the kernel reset it, so that no
 * TIME_WAIT stays at either end.
 */
export class AcceptLoop {
  readonly #context: AcceptContext
  readonly #slots: Slots
  readonly #connectionsOfIp = new Map<string, number>()
  readonly #logLimit: (message: string) => void
  readonly #logIp: (message: string) => void
  /** Sockets that wait for a slot. */
  readonly #waiting = new Set<Socket>()
  /** What the kernel's accept queue would hold while the loop sleeps. */
  readonly #notAccepted: Socket[] = []
  #isSleeping = false

  constructor(context: AcceptContext) {
    const { options, clock, log } = context
    this.#context = context
    this.#slots = new Slots(connectionLimits(options), clock)
    this.#logLimit = onceAMinute(log, clock)
    this.#logIp = onceAMinute(log, clock)
  }

  /** Connections that were let in and have not been closed. */
  get open(): number {
    return this.#slots.inUse
  }

  /** Connections that the client has opened and that were neither let in nor refused. */
  get waiting(): number {
    return this.#slots.waiting + this.#notAccepted.length
  }

  /** Takes a paused socket. */
  accept = (socket: Socket): void => {
    socket.on('error', ignore)
    if (this.#isSleeping) this.#notAccepted.push(socket)
    else this.#admit(socket)
  }

  /** Drops the connections that wait. */
  stop(): void {
    for (const socket of this.#notAccepted.splice(0)) socket.destroy()
    for (const socket of this.#waiting) socket.destroy()
  }

  #admit(socket: Socket): void {
    const ip = this.#context.options.maxConnectionsPerIp === undefined ? undefined : ipv4Of(socket)
    if (this.#refusedForIp(socket, ip)) return
    this.#waiting.add(socket)
    this.#slots.enter({
      admitted: () => {
        this.#waiting.delete(socket)
        // Others of the same address may have been let in while it waited.
        if (socket.destroyed || this.#refusedForIp(socket, ip)) this.#slots.leave()
        else this.#serve(socket, ip)
      },
      refused: (because) => {
        this.#waiting.delete(socket)
        this.#overLimit(socket, because)
      },
    })
  }

  #serve(socket: Socket, ip: string | undefined): void {
    this.#context.tally.accepted += 1
    if (ip !== undefined) this.#connectionsOfIp.set(ip, this.#countOf(ip) + 1)
    this.#context.serve(socket, () => {
      if (ip !== undefined) this.#forget(ip)
      this.#slots.leave()
    })
  }

  #overLimit(socket: Socket, because: 'full' | 'waited-too-long'): void {
    const { options, tally, responses } = this.#context
    const { limit, refusal, profile, concurrency } = options
    if (because === 'waited-too-long') tally.queueTimeouts += 1
    if (limit === 'requests' || refusal.kind === 'reset') {
      tally.rejected += 1
      socket.resetAndDestroy()
    } else {
      this.#refuse(socket, refusal.kind === 'response' ? responses.refusedConnection(refusal) : '')
    }
    if (profile === 'fasthttp' && limit === 'connections') {
      this.#logLimit(
        `The incoming connection cannot be served, because ${concurrency} concurrent connections are served. Try increasing Server.Concurrency`,
      )
    }
    this.#sleep(options.sleepWhenLimitedMs)
  }

  #refusedForIp(socket: Socket, ip: string | undefined): boolean {
    const { maxConnectionsPerIp = Number.POSITIVE_INFINITY } = this.#context.options
    if (ip === undefined || this.#countOf(ip) < maxConnectionsPerIp) return false
    this.#refuse(socket, this.#context.responses.tooManyFromIp())
    this.#logIp(`The number of connections from ${ip} exceeds MaxConnsPerIP=${maxConnectionsPerIp}`)
    return true
  }

  // Both in the same turn: a socket that is destroyed before it is read ends as fasthttp's do.
  #refuse(socket: Socket, response: string): void {
    this.#context.tally.rejected += 1
    if (response !== '') socket.write(response, 'latin1')
    socket.destroy()
  }

  #sleep(delayMs: number): void {
    if (delayMs === 0) return
    this.#isSleeping = true
    this.#context.clock.after(delayMs, () => {
      this.#isSleeping = false
      while (!this.#isSleeping) {
        const socket = this.#notAccepted.shift()
        if (socket === undefined) break
        this.#admit(socket)
      }
    })
  }

  #countOf(ip: string): number {
    return this.#connectionsOfIp.get(ip) ?? 0
  }

  #forget(ip: string): void {
    const left = this.#countOf(ip) - 1
    if (left > 0) this.#connectionsOfIp.set(ip, left)
    else this.#connectionsOfIp.delete(ip)
  }
}

function connectionLimits({ limit, concurrency, queue, queueTimeoutMs, maxConnections, acceptCount }: ServerOptions) {
  return limit === 'connections'
    ? { slots: concurrency, queue, queueTimeoutMs }
    : { slots: maxConnections, queue: acceptCount }
}

/** fasthttp counts IPv4 addresses only. */
function ipv4Of(socket: Socket): string | undefined {
  return socket.remoteFamily === 'IPv4' ? socket.remoteAddress : undefined
}

function ignore(): void {}
