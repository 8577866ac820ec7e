import type { Socket } from 'node:net'
import type { Clock } from './clock.ts'
import { onceAMinute } from './log.ts'
import type { ServerOptions } from './options.ts'
import type { Responses } from './responses.ts'
import type { Tally } from './tally.ts'

export interface AcceptContext {
  readonly options: ServerOptions
  readonly clock: Clock
  readonly responses: Responses
  readonly tally: Tally
  readonly log: (message: string) => void
  /** Serves a connection that has got a slot; `released` gives it back. */
  readonly serve: (socket: Socket, released: () => void) => void
}

/**
 * The accept loop: gives a connection a slot before one byte of it is read, or refuses it with a few bytes and closes
 * it unread, which makes the kernel reset it, so that no TIME_WAIT stays at either end.
 */
export class AcceptLoop {
  readonly #context: AcceptContext
  readonly #connectionsOfIp = new Map<string, number>()
  readonly #logLimit: (message: string) => void
  readonly #logIp: (message: string) => void
  /** What the kernel's accept queue would hold while the loop sleeps. */
  readonly #queued: Socket[] = []
  #isSleeping = false

  constructor(context: AcceptContext) {
    this.#context = context
    this.#logLimit = onceAMinute(context.log, context.clock)
    this.#logIp = onceAMinute(context.log, context.clock)
  }

  /** Takes a paused socket. */
  accept = (socket: Socket): void => {
    socket.on('error', ignore)
    if (this.#isSleeping) this.#queued.push(socket)
    else this.#admit(socket)
  }

  /** Drops the connections that wait for the loop to wake up. */
  stop(): void {
    for (const socket of this.#queued.splice(0)) socket.destroy()
  }

  #admit(socket: Socket): void {
    const { options, tally, responses, serve } = this.#context
    const ip = options.maxConnectionsPerIp === undefined ? undefined : ipv4Of(socket)
    if (ip !== undefined && this.#countOf(ip) >= (options.maxConnectionsPerIp ?? 0)) {
      this.#refuse(socket, responses.tooManyFromIp())
      this.#logIp(`The number of connections from ${ip} exceeds MaxConnsPerIP=${options.maxConnectionsPerIp}`)
    } else if (tally.slotsInUse >= options.concurrency) {
      this.#refuse(socket, responses.limitExceeded())
      this.#logLimit(
        `The incoming connection cannot be served, because ${options.concurrency} concurrent connections are served. Try increasing Server.Concurrency`,
      )
      this.#sleep(options.sleepWhenLimitedMs)
    } else {
      tally.slotsInUse += 1
      tally.accepted += 1
      if (ip !== undefined) this.#connectionsOfIp.set(ip, this.#countOf(ip) + 1)
      serve(socket, () => {
        tally.slotsInUse -= 1
        if (ip !== undefined) this.#forget(ip)
      })
    }
  }

  // Both in the same turn: a socket that is destroyed before it is read ends as fasthttp's do.
  #refuse(socket: Socket, response: string): void {
    this.#context.tally.rejected += 1
    socket.write(response, 'latin1')
    socket.destroy()
  }

  #sleep(delayMs: number): void {
    if (delayMs === 0) return
    this.#isSleeping = true
    this.#context.clock.after(delayMs, () => {
      this.#isSleeping = false
      while (!this.#isSleeping) {
        const socket = this.#queued.shift()
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

/** fasthttp counts IPv4 addresses only. */
function ipv4Of(socket: Socket): string | undefined {
  return socket.remoteFamily === 'IPv4' ? socket.remoteAddress : undefined
}

function ignore(): void {}
