import type { Socket } from 'node:net'
import process from 'node:process'
import type { FailureSample } from '@loadrun/metrics'
import { type Dispatcher, Client as UndiciClient } from 'undici'
import type { Clock, Timer } from '../clock.ts'
import type { Connector } from '../connecting/connector.ts'
import type { Opening, SocketOwner } from '../connecting/opening.ts'
import { proxyAuthorization } from '../connecting/tunnel.ts'
import { wireCounts } from '../connecting/wire-bytes.ts'
import type { Connection, ConnectionOwner } from '../connection.ts'
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

type TellSocket = (...result: [Error, null] | [null, Socket]) => void

const protocols = ['http/1.1']

/**
 * One undici client, which is one connection, with one request at a time. It handles undici's callbacks itself, so
 * that a request costs no closures; undici never calls back for a request that has ended.
 */
export class UndiciConnection implements Connection, SocketOwner, Dispatcher.DispatchHandler {
  readonly origin: string
  readonly #client: UndiciClient
  readonly #connector: Connector
  readonly #clock: Clock
  readonly #owner: ConnectionOwner
  readonly #onTimeout = () => this.#giveUp('timeout')
  #opening: Opening | undefined
  /** Tells undici what came of connecting. */
  #tell: TellSocket | undefined
  #open: OpenSocket | undefined
  #pending: PendingExchange | undefined
  #controller: Dispatcher.DispatchController | undefined
  #timer: Timer | undefined
  /** Bytes on the wire: so far, and up to the end of the request before. */
  #wire = { sent: 0, received: 0 }
  #wireBefore = { sent: 0, received: 0 }

  constructor(origin: string, connector: Connector, owner: ConnectionOwner) {
    this.origin = origin
    this.#connector = connector
    this.#clock = connector.clock
    this.#owner = owner
    this.#client = new UndiciClient(origin, {
      connect: (_options, callback) => this.#connect(callback as TellSocket),
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

  get isIdle(): boolean {
    return this.#pending === undefined
  }

  carry(pending: PendingExchange, route: Route, nowMs: number): void {
    const { request, limits } = pending
    const proxy = this.#connector.forwarding(this.origin)
    this.#pending = pending
    this.#timer = this.#clock.startTimer(this.#onTimeout, Math.max(0, pending.sentMs + limits.timeoutMs - nowMs))
    limits.signal.addEventListener('abort', this)
    this.#client.dispatch(
      {
        method: request.method as Dispatcher.HttpMethod,
        // Whole, for a proxy to pass on.
        path: proxy === undefined ? route.path : route.origin + route.path,
        headers: proxy === undefined ? request.headers : withAuthorization(request.headers, proxy),
        body: request.body,
        // Otherwise undici closes after HEAD, and after a GET with a body.
        ...(request.asksToClose ? {} : { reset: false }),
      },
      this,
    )
  }

  async close(): Promise<void> {
    const socket = this.#opening?.socket
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
    pending.startedMs = this.#clock.nowMs()
  }

  /** The socket was given all of it, which it may still hold. */
  onRequestSent(): void {
    const pending = this.#pending
    const socket = this.#open?.socket
    if (pending === undefined || socket === undefined || socket.writableLength === 0) return
    socket.once('drain', () => {
      if (pending === this.#pending && Number.isNaN(pending.firstByteMs)) {
        pending.sendingMs = this.#clock.nowMs() - pending.startedMs
      }
    })
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

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const pending = this.#pending
    if (!pending?.isKept) return
    pending.keepBody(chunk)
    if (pending.isTooLong) controller.abort(pending.tooLong())
  }

  onResponseEnd(): void {
    const pending = this.#pending
    if (pending === undefined) return
    pending.endMs = this.#clock.nowMs()
    if (pending.keepsAnswer) pending.keepAnswer(this.#describeConnection())
    if (pending.isUnexpected) pending.failByStatus(this.#describeConnection())
    this.#end(pending)
    // Not at once: undici has not yet put the request away that it is told to follow with another.
    process.nextTick(pending.onEnd, pending)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const pending = this.#pending
    if (pending === undefined) return
    pending.endMs = this.#clock.nowMs()
    pending.failByError(error, this.#open?.socket.readableEnded ?? false, this.#describeConnection())
    this.#end(pending)
    // Errors such as a lack of descriptors come at once: a user who tries again at once must not starve the event loop.
    setImmediate(pending.onEnd, pending)
  }

  onOpen(socket: Socket): void {
    const tell = this.#tell
    if (tell === undefined || this.#opening === undefined) return
    this.#tell = undefined
    this.#open = {
      socket,
      openedMs: this.#opening.openedMs,
      localPort: socket.localPort ?? 0,
      remote: this.#opening.remote,
      requests: 0,
    }
    this.#wireBefore = { sent: 0, received: 0 }
    tell(null, socket)
  }

  /** Once it is open, undici listens itself. */
  onError(error: Error): void {
    const tell = this.#tell
    if (tell === undefined) return
    this.#tell = undefined
    this.#open = undefined
    tell(error, null)
  }

  onEnd(): void {}

  onClosed(): void {
    if (this.#pending === undefined) this.#owner.onGone(this)
  }

  #connect(tell: TellSocket): void {
    const pending = this.#pending
    if (pending === undefined || pending.givenUp !== undefined) {
      tell(new Error('given up'), null)
      return
    }
    this.#tell = tell
    this.#opening = this.#connector.open(this.origin, this, protocols)
    pending.setup = this.#opening.setup
  }

  #giveUp(by: GivingUp): void {
    const pending = this.#pending
    if (pending === undefined || pending.givenUp !== undefined) return
    pending.givenUp = by
    const error = new Error('given up')
    if (this.#controller !== undefined) {
      this.#controller.abort(error)
    } else if (this.#tell !== undefined) {
      this.#opening?.abandon()
      this.onError(error)
    }
    // Else undici is about to start it, within this turn of the event loop: `onRequestStart` or `#connect` ends it.
  }

  #end(pending: PendingExchange): void {
    if (this.#timer !== undefined) this.#clock.stopTimer(this.#timer)
    pending.limits.signal.removeEventListener('abort', this)
    const socket = this.#open?.socket
    this.#countWire()
    pending.bytesSent = this.#wire.sent - this.#wireBefore.sent
    pending.bytesReceived = this.#wire.received - this.#wireBefore.received
    this.#wireBefore = this.#wire
    if (this.#open !== undefined && this.#controller !== undefined) this.#open.requests++
    this.#pending = undefined
    this.#controller = undefined
    this.#timer = undefined
    if (socket === undefined || socket.closed) this.#owner.onGone(this)
    else this.#owner.onFree(this)
  }

  /** What a closed socket of TLS had on the wire cannot be told any more, so it is asked before. */
  #countWire(): void {
    const socket = this.#opening?.socket
    if (socket === undefined) return
    const counts = wireCounts(socket) ?? ('encrypted' in socket ? undefined : socket)
    if (counts !== undefined) this.#wire = { sent: counts.bytesWritten, received: counts.bytesRead }
  }

  /** Asked for before the request is counted as one of the connection's. */
  #describeConnection(): FailureSample['connection'] {
    if (this.#open === undefined || this.#controller === undefined) return undefined
    const { localPort, remote, openedMs, requests } = this.#open
    return { localPort, remote, ageMs: this.#clock.nowMs() - openedMs, earlierRequests: requests }
  }
}

function withAuthorization(headers: string[], proxy: URL): string[] {
  const authorization = proxyAuthorization(proxy)
  return authorization === undefined ? headers : [...headers, 'proxy-authorization', authorization]
}
