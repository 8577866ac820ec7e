import type { Socket } from 'node:net'
import type { FailureSample } from '@loadrun/metrics'
import type { Clock, Timer } from '../clock.ts'
import type { Connector } from '../connecting/connector.ts'
import type { Opening, SocketOwner } from '../connecting/opening.ts'
import { wireCounts } from '../connecting/wire-bytes.ts'
import type { Connection, ConnectionOwner } from '../connection.ts'
import type { GivingUp, PendingExchange } from '../pending-exchange.ts'
import type { Route } from '../request.ts'
import type { StopSignal } from '../stop.ts'
import { AnswerError } from './answer-error.ts'
import { AnswerReader, type AnswerSink } from './answer-reader.ts'
import { headersOf } from './headers.ts'

/** Bytes of an unreadable answer that are kept. */
const garbageLimit = 4096

/** How much earlier than the server says an idle connection is left alone, so that a request does not meet its end. */
const keepAliveMarginMs = 2000

/** How long a server that said it would close may take to do so, before this end does. */
const lingerMs = 1000

/** Longer requests may not go into the kernel at once, so that the end of their writing is waited for. */
const longRequestBytes = 16_384

const protocols = ['http/1.1']

/**
 * What all connections of a thread read into: bytes are looked at before the next are read, so one buffer is enough,
 * and a connection with nothing to do needs none.
 */
const shared = Buffer.allocUnsafeSlow(65_536)

/** Many are in use at once only for a moment. */
const mostIdleReaders = 100
const idleReaders: AnswerReader[] = []

/**
 * One connection of HTTP/1.1 on a socket of Node's. A request is one write, and what comes is read where the kernel put
 * it: no streams, no events, no objects for an answer but its exchange.
 */
export class WireConnection implements Connection, AnswerSink, SocketOwner {
  readonly origin: string
  readonly #connector: Connector
  readonly #clock: Clock
  readonly #owner: ConnectionOwner
  readonly #isSecure: boolean
  /** Only while an answer is expected: an idle connection needs none. */
  #reader: AnswerReader | undefined
  readonly #onTimer = () => this.#timerFired()
  #opening: Opening | undefined
  #socket: Socket | undefined
  #isConnected = false
  #openedMs = 0
  #localPort = 0
  #requests = 0
  #route: Route | undefined
  #pending: PendingExchange | undefined
  #deadlineMs = Number.POSITIVE_INFINITY
  #timer: Timer | undefined
  #timerMs = Number.POSITIVE_INFINITY
  #signal: StopSignal | undefined
  #reusableUntilMs = Number.POSITIVE_INFINITY
  #isLeaving = false
  #isWriting = false
  /** Bytes on the wire up to the end of the request before, where TLS adds some. */
  #wireSent = 0
  #wireReceived = 0

  constructor(origin: string, connector: Connector, owner: ConnectionOwner) {
    this.origin = origin
    this.#connector = connector
    this.#clock = connector.clock
    this.#owner = owner
    this.#isSecure = origin.startsWith('https:')
  }

  get isOpen(): boolean {
    if (!this.#isConnected || this.#isLeaving) return false
    if (this.#reusableUntilMs === Number.POSITIVE_INFINITY || this.#clock.nowMs() < this.#reusableUntilMs) return true
    this.#drop()
    return false
  }

  get isIdle(): boolean {
    return this.#pending === undefined
  }

  carry(pending: PendingExchange, route: Route, nowMs: number): void {
    this.#pending = pending
    this.#route = route
    this.#keepDeadline(pending.sentMs + pending.limits.timeoutMs, nowMs)
    this.#listenTo(pending.limits.signal)
    if (this.#socket !== undefined && this.#isConnected) this.#write(this.#socket, pending, nowMs)
    else this.#connect(pending)
  }

  async close(): Promise<void> {
    const socket = this.#opening?.socket
    if (this.#pending !== undefined) this.#giveUp(this.#pending, 'interrupted')
    this.#stopTimer()
    if (socket === undefined || socket.closed) return
    await new Promise((resolve) => {
      socket.once('close', resolve)
      socket.destroy()
    })
  }

  /** Called by a stop signal: that of the request under way, or of an earlier one. */
  handleEvent(): void {
    const pending = this.#pending
    if (pending?.limits.signal.aborted) this.#giveUp(pending, 'interrupted')
  }

  onHead(): boolean {
    const pending = this.#pending
    const reader = this.#reader
    if (pending === undefined || reader === undefined) return false
    pending.status = reader.status
    if (!pending.isKept) return false
    pending.keepHeaders(headersOf(reader.headText()))
    return true
  }

  onBody(bytes: Buffer, from: number, to: number): void {
    this.#pending?.keepBody(bytes.subarray(from, to))
  }

  onOpen(socket: Socket): void {
    const pending = this.#pending
    this.#socket = socket
    if (pending === undefined || this.#opening === undefined) return
    this.#isConnected = true
    this.#openedMs = this.#opening.openedMs
    this.#localPort = socket.localPort ?? 0
    this.#write(socket, pending, this.#openedMs)
  }

  onError(error: Error): void {
    if (this.#pending !== undefined) this.#fail(this.#pending, error, false)
    else this.#drop()
  }

  onEnd(): void {
    const pending = this.#pending
    if (pending === undefined) {
      this.#drop()
    } else if (this.#isConnected && this.#reader?.end()) {
      this.#answered(pending, this.#reader, this.#clock.nowMs(), false)
    } else {
      this.#fail(pending, new AnswerError('ANSWER_CUT_OFF', this.#cutOffText(pending)), true)
    }
  }

  onClosed(): void {
    this.#isConnected = false
    this.#stopTimer()
    this.#signal?.removeEventListener('abort', this)
    if (this.#pending !== undefined) this.#fail(this.#pending, new Error('The connection was closed'), false)
    this.#owner.onGone(this)
  }

  #connect(pending: PendingExchange): void {
    const onread = {
      buffer: shared,
      callback: (length: number) => {
        this.#read(length)
        return true
      },
    }
    this.#opening = this.#connector.open(this.origin, this, protocols, onread)
    pending.setup = this.#opening.setup
  }

  #write(socket: Socket, pending: PendingExchange, nowMs: number): void {
    const bytes = this.#bytesOf(pending)
    if (bytes === undefined) return
    pending.startedMs = nowMs
    pending.bytesSent = bytes.length
    this.#reader ??= idleReaders.pop() ?? new AnswerReader()
    this.#reader.begin(pending.request.method === 'HEAD', this)
    if (bytes.length <= longRequestBytes) {
      socket.write(bytes)
      return
    }
    this.#isWriting = true
    socket.write(bytes, () => this.#written(pending, this.#clock.nowMs()))
  }

  /** All of it is with the kernel, or the answer has begun, or there will be none. */
  #written(pending: PendingExchange, nowMs: number): void {
    if (pending !== this.#pending || !this.#isWriting) return
    this.#isWriting = false
    pending.sendingMs = nowMs - pending.startedMs
  }

  #bytesOf(pending: PendingExchange): Buffer | undefined {
    try {
      return this.#route?.bytes
    } catch (error) {
      this.#fail(pending, error instanceof Error ? error : new Error(String(error)), false)
      return undefined
    }
  }

  #read(length: number): void {
    const pending = this.#pending
    const reader = this.#reader
    if (pending === undefined || reader === undefined) {
      // Nobody asked for this.
      if (!this.#isLeaving) this.#drop()
      return
    }
    const nowMs = this.#clock.nowMs()
    if (Number.isNaN(pending.firstByteMs)) pending.firstByteMs = nowMs
    if (this.#isWriting) this.#written(pending, nowMs)
    pending.bytesReceived += length
    const at = reader.read(shared, 0, length)
    if (reader.problem !== undefined) {
      const garbage = shared.toString('latin1', at, Math.min(length, at + garbageLimit))
      this.#fail(pending, new AnswerError('ANSWER_UNREADABLE', `Not an answer: ${reader.problem}`, garbage), false)
    } else if (pending.isTooLong) {
      this.#fail(pending, pending.tooLong(), false)
    } else if (reader.isDone) {
      this.#answered(pending, reader, nowMs, at === length && reader.allowsReuse)
    }
  }

  #answered(pending: PendingExchange, reader: AnswerReader, nowMs: number, mayBeReused: boolean): void {
    if (this.#isSecure) this.#countWire(pending)
    if (pending.keepsAnswer) pending.keepAnswer(this.#describe())
    if (pending.isUnexpected) pending.failByStatus(this.#describe())
    pending.endMs = nowMs
    this.#pending = undefined
    const keepMs = reader.keepAliveMs
    this.#putReaderAway()
    this.#requests++
    if (!mayBeReused || pending.request.asksToClose) {
      this.#leave(nowMs)
    } else {
      this.#reusableUntilMs = keepMs === undefined ? Number.POSITIVE_INFINITY : nowMs + keepMs - keepAliveMarginMs
      this.#deadlineMs = Number.POSITIVE_INFINITY
      this.#owner.onFree(this)
    }
    // Last, because the next request may be sent over this connection within the call.
    pending.onEnd(pending)
  }

  /** The server has said that it closes, and is left to do so first, because the first to close keeps TIME_WAIT. */
  #leave(nowMs: number): void {
    this.#isLeaving = true
    if (this.#socket?.readableEnded) this.#drop()
    else this.#keepDeadline(nowMs + lingerMs, nowMs)
  }

  #cutOffText(pending: PendingExchange): string {
    if (!Number.isNaN(pending.firstByteMs)) return 'The other end closed the connection within its answer'
    // A server that is done waiting for the next request closes at any moment, also that in which it is sent.
    const kept = this.#requests === 0 ? '' : 'kept '
    return `The other end closed the ${kept}connection before its answer`
  }

  #giveUp(pending: PendingExchange, by: GivingUp): void {
    pending.givenUp = by
    this.#fail(pending, new Error('given up'), false)
  }

  #fail(pending: PendingExchange, error: Error, hasEnded: boolean): void {
    const nowMs = this.#clock.nowMs()
    this.#written(pending, nowMs)
    this.#pending = undefined
    if (this.#isSecure) this.#countWire(pending)
    else pending.bytesSent -= this.#socket?.writableLength ?? 0
    pending.failByError(error, hasEnded, Number.isNaN(pending.startedMs) ? undefined : this.#describe())
    pending.endMs = nowMs
    this.#putReaderAway()
    this.#drop()
    // Errors such as a lack of descriptors come at once: a user who tries again at once must not starve the event loop.
    setImmediate(pending.onEnd, pending)
  }

  #putReaderAway(): void {
    if (this.#reader !== undefined && idleReaders.length < mostIdleReaders) idleReaders.push(this.#reader)
    this.#reader = undefined
  }

  #drop(): void {
    this.#isLeaving = true
    this.#opening?.abandon()
  }

  /** TLS adds to what it carries: the first request of a connection has the bytes of the handshake, too. */
  #countWire(pending: PendingExchange): void {
    const socket = this.#opening?.socket
    const counts = socket === undefined ? undefined : wireCounts(socket)
    if (counts === undefined) return
    pending.bytesSent = counts.bytesWritten - this.#wireSent
    pending.bytesReceived = counts.bytesRead - this.#wireReceived
    this.#wireSent = counts.bytesWritten
    this.#wireReceived = counts.bytesRead
  }

  #describe(): FailureSample['connection'] {
    return {
      localPort: this.#localPort,
      remote: this.#opening?.remote ?? '',
      ageMs: this.#clock.nowMs() - this.#openedMs,
      earlierRequests: this.#requests,
    }
  }

  /** A signal is listened to until another comes: most requests on a connection have the same, and listening is dear. */
  #listenTo(signal: StopSignal): void {
    if (signal === this.#signal) return
    this.#signal?.removeEventListener('abort', this)
    signal.addEventListener('abort', this)
    this.#signal = signal
  }

  /**
   * A timer is left running when its request has been answered, and looks when it comes whether there is a later
   * deadline: so most requests cost none.
   */
  #keepDeadline(deadlineMs: number, nowMs: number): void {
    this.#deadlineMs = deadlineMs
    if (this.#timerMs <= deadlineMs) return
    this.#stopTimer()
    this.#timerMs = deadlineMs
    this.#timer = this.#clock.startTimer(this.#onTimer, Math.max(0, deadlineMs - nowMs))
  }

  #timerFired(): void {
    this.#timerMs = Number.POSITIVE_INFINITY
    this.#timer = undefined
    if (this.#deadlineMs === Number.POSITIVE_INFINITY) return
    const nowMs = this.#clock.nowMs()
    if (nowMs < this.#deadlineMs) this.#keepDeadline(this.#deadlineMs, nowMs)
    else if (this.#pending !== undefined) this.#giveUp(this.#pending, 'timeout')
    else this.#drop()
  }

  #stopTimer(): void {
    if (this.#timer !== undefined) this.#clock.stopTimer(this.#timer)
    this.#timer = undefined
    this.#timerMs = Number.POSITIVE_INFINITY
  }
}
