import type { FailureSample } from '@loadrun/metrics'
import type { Dispatcher, Client as UndiciClient } from 'undici'
import type { Clock, Timer } from '../clock.ts'
import type { GivingUp, PendingExchange } from '../pending-exchange.ts'
import type { Route } from '../request.ts'

/** The connection that a stream is on. */
export interface StreamOwner {
  readonly clock: Clock
  takeBytes(): { sent: number; received: number }
  describe(earlierRequests: number): FailureSample['connection']
  /** Returns how many requests were begun on the connection before. */
  onStreamStarted(): number
  onStreamEnded(stream: H2Stream): void
}

/** One request on a connection of HTTP/2, and undici's handler of it. */
export class H2Stream implements Dispatcher.DispatchHandler {
  readonly pending: PendingExchange
  readonly #owner: StreamOwner
  #controller: Dispatcher.DispatchController | undefined
  #timer: Timer | undefined
  #earlierRequests = 0
  #hasEnded = false

  constructor(pending: PendingExchange, owner: StreamOwner) {
    this.pending = pending
    this.#owner = owner
  }

  begin(client: UndiciClient, route: Route, nowMs: number): void {
    const { request, limits, sentMs } = this.pending
    const patienceMs = Math.max(0, sentMs + limits.timeoutMs - nowMs)
    this.#timer = this.#owner.clock.startTimer(() => this.giveUp('timeout'), patienceMs)
    limits.signal.addEventListener('abort', this)
    const { headers, body } = request
    client.dispatch({ method: request.method as Dispatcher.HttpMethod, path: route.path, headers, body }, this)
  }

  /** Called by the abort signal. */
  handleEvent(): void {
    this.giveUp('interrupted')
  }

  giveUp(by: GivingUp): void {
    if (this.#hasEnded) return
    this.pending.givenUp = by
    this.#fail(new Error('given up'))
    // One that undici has not begun is ended when it is.
    this.#controller?.abort(new Error('given up'))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#hasEnded) {
      controller.abort(new Error('given up'))
      return
    }
    this.#controller = controller
    this.#earlierRequests = this.#owner.onStreamStarted()
    this.pending.startedMs = this.#owner.clock.nowMs()
  }

  onResponseStarted(): void {
    if (Number.isNaN(this.pending.firstByteMs)) this.pending.firstByteMs = this.#owner.clock.nowMs()
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (this.#hasEnded || status < 200) return
    this.onResponseStarted()
    this.pending.status = status
    if (this.pending.isKept) this.pending.keepHeaders(headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { pending } = this
    if (this.#hasEnded || !pending.isKept) return
    pending.keepBody(chunk)
    if (!pending.isTooLong) return
    this.#fail(pending.tooLong())
    controller.abort(new Error('given up'))
  }

  onResponseEnd(): void {
    if (this.#hasEnded) return
    const { pending } = this
    pending.endMs = this.#owner.clock.nowMs()
    if (pending.keepsAnswer) pending.keepAnswer(this.#describe())
    if (pending.isUnexpected) pending.failByStatus(this.#describe())
    this.#end()
    pending.onEnd(pending)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#hasEnded) this.#fail(error)
  }

  #fail(error: Error): void {
    this.pending.endMs = this.#owner.clock.nowMs()
    this.pending.failByError(error, false, this.#describe())
    this.#end()
    // Errors such as a lack of descriptors come at once: a user who tries again at once must not starve the event loop.
    setImmediate(this.pending.onEnd, this.pending)
  }

  #end(): void {
    const { pending } = this
    this.#hasEnded = true
    const { sent, received } = this.#owner.takeBytes()
    pending.bytesSent = sent
    pending.bytesReceived = received
    if (this.#timer !== undefined) this.#owner.clock.stopTimer(this.#timer)
    pending.limits.signal.removeEventListener('abort', this)
    this.#owner.onStreamEnded(this)
  }

  /** `undefined` of a request that never began. */
  #describe(): FailureSample['connection'] {
    return Number.isNaN(this.pending.startedMs) ? undefined : this.#owner.describe(this.#earlierRequests)
  }
}
