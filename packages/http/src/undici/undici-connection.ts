import type { Socket } from 'node:net'
import process from 'node:process'
import type { FailureSample } from '@loadrun/metrics'
import { type Dispatcher, Client as UndiciClient } from 'undici'
import type { Clock, Timer } from '../clock.ts'
import { type Connection, type ConnectionOwner, hostAndPort } from '../connection.ts'
import { openSocket } from '../open-socket.ts'
import type { GivingUp, PendingExchange } from '../pending-exchange.ts'
import type { Route } from '../request.ts'

/** Idle connections are kept this long; a server's own `Keep-Alive: timeout` goes before it. */
const keepAliveMs = 600_000

/** What an open socket is known by after it was closed, too. */
interface OpenSocket {
  readonly socket: Socket
  readonly openedMs: number
  readonly localPort: number
  readonly remote: string
  requests: number
}

/**
 * One undici client, which is one connection, with one request at a time. It handles undici's callbacks itself, so
 * that a request costs no closures; undici never calls back for a request that has ended.
 */
export class UndiciConnection implements Connection, Dispatcher.DispatchHandler {
  readonly origin: string
  readonly #client: UndiciClient
  readonly #clock: Clock
  readonly #owner: ConnectionOwner
  readonly #onTimeout = () => this.#giveUp('timeout')
  #connecting: { socket: Socket; fail: (error: Error) => void } | undefined
  #open: OpenSocket | undefined
  #pending: PendingExchange | undefined
  #controller: Dispatcher.DispatchController | undefined
  #timer: Timer | undefined
  #bytesSentBefore = 0
  #bytesReceivedBefore = 0

  constructor(origin: string, clock: Clock, owner: ConnectionOwner) {
    this.origin = origin
    this.#clock = clock
    this.#owner = owner
    const url = new URL(origin)
    this.#client = new UndiciClient(url, {
      connect: (_options, callback) => this.#connect(url, callback),
      allowH2: false,
      // The request's own limit is the only one.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
    })
  }

  get isOpen(): boolean {
    return this.#open !== undefined && !this.#open.socket.destroyed
  }

  carry(pending: PendingExchange, route: Route, nowMs: number): void {
    const { request, limits } = pending
    this.#pending = pending
    this.#timer = this.#clock.startTimer(this.#onTimeout, Math.max(0, pending.sentMs + limits.timeoutMs - nowMs))
    limits.signal.addEventListener('abort', this)
    this.#client.dispatch(
      {
        method: request.method as Dispatcher.HttpMethod,
        path: route.path,
        headers: request.headers,
        body: request.body,
        // Otherwise undici closes after HEAD, and after a GET with a body.
        ...(request.asksToClose ? {} : { reset: false }),
      },
      this,
    )
  }

  async close(): Promise<void> {
    const socket = this.#connecting?.socket ?? this.#open?.socket
    this.#giveUp('interrupted')
    await this.#client.destroy()
    if (socket === undefined || socket.closed) return
    await new Promise((resolve) => {
      socket.once('close', resolve)
      socket.destroy()
    })
  }

  /** Called by the abort signal of the request under way. */
  handleEvent(): void {
    this.#giveUp('interrupted')
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const pending = this.#pending
    if (pending === undefined || this.#open === undefined) return
    this.#controller = controller
    if (pending.givenUp !== undefined) {
      controller.abort(new Error('given up'))
      return
    }
    this.#bytesSentBefore = this.#open.socket.bytesWritten
    this.#bytesReceivedBefore = this.#open.socket.bytesRead
    pending.startedMs = this.#clock.nowMs()
  }

  onResponseStarted(): void {
    // Also called for each interim answer (1xx).
    if (this.#pending !== undefined && Number.isNaN(this.#pending.firstByteMs)) {
      this.#pending.firstByteMs = this.#clock.nowMs()
    }
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    const pending = this.#pending
    if (pending === undefined || status < 200) return
    pending.status = status
    if (pending.isKept) pending.keepHeaders(headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#pending?.isKept) this.#pending.keepBody(chunk)
  }

  onResponseEnd(): void {
    const pending = this.#pending
    if (pending === undefined) return
    if (pending.request.keepsAnswer) pending.keepAnswer(this.#describeConnection())
    if (pending.isUnexpected) pending.failByStatus(this.#describeConnection())
    this.#end(pending)
    // Not at once: undici has not yet put the request away that it is told to follow with another.
    process.nextTick(pending.onEnd, pending)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const pending = this.#pending
    if (pending === undefined) return
    pending.failByError(error, this.#open?.socket.readableEnded ?? false, this.#describeConnection())
    this.#end(pending)
    // Errors such as a lack of descriptors come at once: a user who tries again at once must not starve the event loop.
    setImmediate(pending.onEnd, pending)
  }

  #connect(origin: URL, callback: (...result: [Error, null] | [null, Socket]) => void): void {
    if (this.#pending?.givenUp !== undefined) {
      callback(new Error('given up'), null)
      return
    }
    const socket = openSocket(origin, () => {
      if (this.#connecting?.socket !== socket) return
      this.#connecting = undefined
      this.#open = {
        socket,
        openedMs: this.#clock.nowMs(),
        localPort: socket.localPort ?? 0,
        remote: hostAndPort(socket.remoteAddress ?? '', socket.remotePort ?? 0),
        requests: 0,
      }
      callback(null, socket)
    })
    const fail = (error: Error) => {
      if (this.#connecting?.socket !== socket) return
      this.#connecting = undefined
      this.#open = undefined
      callback(error, null)
    }
    this.#connecting = { socket, fail }
    socket.on('error', fail)
    socket.once('close', () => {
      if (this.#pending === undefined) this.#owner.onGone(this)
    })
  }

  #giveUp(by: GivingUp): void {
    const pending = this.#pending
    if (pending === undefined || pending.givenUp !== undefined) return
    pending.givenUp = by
    const error = new Error('given up')
    if (this.#controller !== undefined) {
      this.#controller.abort(error)
    } else if (this.#connecting !== undefined) {
      const { socket, fail } = this.#connecting
      fail(error)
      socket.destroy()
    }
    // Else undici is about to start it, within this turn of the event loop: `onRequestStart` or `#connect` ends it.
  }

  #end(pending: PendingExchange): void {
    pending.endMs = this.#clock.nowMs()
    if (this.#timer !== undefined) this.#clock.stopTimer(this.#timer)
    pending.limits.signal.removeEventListener('abort', this)
    const socket = this.#open?.socket
    if (this.#open !== undefined && socket !== undefined && this.#controller !== undefined) {
      pending.bytesSent = socket.bytesWritten - this.#bytesSentBefore
      pending.bytesReceived = socket.bytesRead - this.#bytesReceivedBefore
      this.#open.requests++
    }
    this.#pending = undefined
    this.#controller = undefined
    this.#timer = undefined
    if (socket === undefined || socket.closed) this.#owner.onGone(this)
    else this.#owner.onFree(this)
  }

  /** Asked for before the request is counted as one of the connection's. */
  #describeConnection(): FailureSample['connection'] {
    if (this.#open === undefined || this.#controller === undefined) return undefined
    const { localPort, remote, openedMs, requests } = this.#open
    return { localPort, remote, ageMs: this.#clock.nowMs() - openedMs, earlierRequests: requests }
  }
}
