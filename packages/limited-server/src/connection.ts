import type { Socket } from 'node:net'
import type { Clock } from './clock.ts'
import { Deadline } from './deadline.ts'
import type { Handlers } from './handlers.ts'
import type { Handling } from './handling.ts'
import type { ServerOptions } from './options.ts'
import { ReadBuffer } from './read-buffer.ts'
import type { RequestHead } from './request-head.ts'
import { type Reading, RequestReader } from './request-reader.ts'
import { ResponseWriter } from './response-writer.ts'
import { continueResponse, type Responses } from './responses.ts'

/** What all connections share. */
export interface ConnectionContext {
  readonly options: ServerOptions
  readonly clock: Clock
  readonly handlers: Handlers
  readonly responses: Responses
  readonly log: (message: string) => void
}

/** Read ahead of a handler or a blocked response, to notice the client's leaving behind it; then it has to wait. */
const readAheadBytes = 65_536

/**
 * One connection that has a slot, from accept to close: reads a request, has it handled, answers, reads the next, as
 * fasthttp's `serveConn` does.
 */
export class Connection {
  readonly #socket: Socket
  readonly #context: ConnectionContext
  readonly #buffer: ReadBuffer
  readonly #reader: RequestReader
  readonly #writer: ResponseWriter
  readonly #deadline: Deadline | undefined
  readonly #released: () => void
  #requests = 0
  #head: RequestHead | undefined
  #handling: Handling | undefined
  #hasEnded = false
  #isReset = false
  #state: 'open' | 'closing' | 'released' = 'open'

  /** `released` is called once, when the slot is free again. The socket must be paused. */
  constructor(socket: Socket, context: ConnectionContext, released: () => void) {
    const { options, clock } = context
    this.#socket = socket
    this.#context = context
    this.#released = released
    this.#buffer = new ReadBuffer(options.readBufferBytes)
    this.#reader = new RequestReader(this.#buffer, options)
    this.#writer = new ResponseWriter(socket, clock, options.writeTimeoutMs, {
      drained: this.#drained,
      timedOut: this.#writeTimeIsUp,
    })
    if (options.readTimeoutMs !== undefined || options.idleTimeoutMs !== undefined) {
      this.#deadline = new Deadline(clock, this.#timeIsUp)
      this.#deadline.set(options.readTimeoutMs)
    }
    socket.on('data', this.#arrived)
    socket.on('end', this.#inputEnded)
    socket.on('error', this.#reset)
    socket.on('close', this.#reset)
    socket.resume()
  }

  /** Ends it at once, whatever it is doing: the server stops. */
  cut(): void {
    this.#handling?.cut()
    this.#handling = undefined
    this.#socket.destroy()
    this.#release()
  }

  #arrived = (chunk: Buffer): void => {
    this.#buffer.arrive(chunk)
    this.#serve()
    if (this.#buffer.unread > readAheadBytes) this.#socket.pause()
  }

  #inputEnded = (): void => {
    this.#hasEnded = true
    this.#handling?.clientLeft()
    this.#serve()
  }

  #reset = (): void => {
    this.#isReset = true
    this.#buffer.dropUnread()
    if (this.#state === 'closing') this.#release()
    else if (this.#handling !== undefined) this.#handling.clientLeft()
    else this.#close()
  }

  #timeIsUp = (): void => {
    if (this.#isBusy()) return
    this.#act(this.#reader.endedBy('timeout'))
  }

  #handled = (): void => {
    this.#respond()
    this.#serve()
  }

  #drained = (): void => {
    this.#awaitNextRequest()
    this.#serve()
  }

  #writeTimeIsUp = (): void => {
    if (this.#state !== 'released') this.#endAtOnce('close')
  }

  #isBusy(): boolean {
    return this.#state !== 'open' || this.#handling !== undefined || this.#writer.isBlocked
  }

  #serve(): void {
    while (!this.#isBusy()) {
      const wasIdle = this.#reader.phase === 'idle'
      const reading = this.#reader.next(this.#writer.holdsBack)
      if (wasIdle && this.#reader.phase !== 'idle') this.#deadline?.set(this.#context.options.readTimeoutMs)
      if (reading.kind === 'wait' && !this.#hasEnded && !this.#isReset) {
        this.#awaitInput()
        return
      }
      if (reading.kind === 'wait' && this.#isReset) this.#close()
      else this.#act(reading.kind === 'wait' ? this.#reader.endedBy('EOF') : reading)
    }
  }

  #awaitInput(): void {
    if (this.#socket.isPaused()) this.#socket.resume()
  }

  #act(reading: Reading): void {
    switch (reading.kind) {
      case 'wait':
        break
      case 'flush':
        this.#writer.flush()
        if (this.#writer.isLost) this.#close()
        break
      case 'continue':
        this.#writer.send(continueResponse)
        this.#writer.flush()
        if (this.#writer.isLost) this.#close()
        break
      case 'request':
        this.#handle(reading.head)
        break
      case 'error':
        this.#logError(reading.reason)
        this.#writer.send(this.#context.responses.error(reading.status))
        this.#close()
        break
      case 'close':
        // fasthttp, too, forgets responses of a pipeline that it has not flushed when a body ends without a word.
        if (this.#reader.phase === 'body') this.#writer.forget()
        this.#close()
        break
    }
  }

  #handle(head: RequestHead): void {
    this.#requests += 1
    this.#head = head
    this.#handling = this.#context.handlers.start(this.#handled)
    if (this.#handling.outcome !== undefined) this.#respond()
    else if (this.#hasEnded || this.#isReset) this.#handling.clientLeft()
  }

  #respond(): void {
    const head = this.#head
    const handling = this.#handling
    if (head === undefined || handling === undefined) return
    this.#handling = undefined
    const { options } = this.#context
    const isLast = this.#requests >= (options.maxRequestsPerConnection ?? Number.POSITIVE_INFINITY)
    const closes = options.disableKeepalive || head.closes || isLast
    const response = this.#responseTo(head, handling, closes)
    if (typeof response !== 'string') {
      this.#close(response.kind)
      return
    }
    this.#writer.responseBegins()
    this.#writer.send(response)
    // Requests of a pipeline that have been read are served even after a reset, which only a write can meet.
    if (!closes && this.#buffer.buffered === 0) this.#writer.flush()
    if (closes || this.#writer.isLost) this.#close()
    else this.#awaitNextRequest()
  }

  /** How the connection ends, where that is all the answer. */
  #responseTo(head: RequestHead, handling: Handling, closes: boolean): string | { readonly kind: 'close' | 'reset' } {
    const { options, responses } = this.#context
    const { refusal, handlerTimeout, limit } = options
    switch (handling.outcome) {
      case 'timed-out':
        return handlerTimeout === undefined ? '' : responses.handlerTimeout(handlerTimeout, head, closes)
      case 'refused':
        if (limit === 'connections' && handlerTimeout !== undefined) {
          return responses.tooManyHandlers(handlerTimeout, head, closes)
        }
        return refusal.kind === 'response' ? responses.refusedRequest(refusal, head, closes) : refusal
      case 'gave-up':
        return responses.clientClosedRequest(head, closes)
      default:
        return responses.ok(handling.plannedMs, head, closes)
    }
  }

  #awaitNextRequest(): void {
    const { idleTimeoutMs, readTimeoutMs } = this.#context.options
    this.#deadline?.set(idleTimeoutMs ?? readTimeoutMs)
  }

  /** As Go's `close()` after its blocking writes: with input that was never read, the kernel resets the connection. */
  #close(how: 'close' | 'reset' = 'close'): void {
    if (this.#state !== 'open') return
    if (how === 'close') this.#writer.flush()
    this.#state = 'closing'
    const socket = this.#socket
    if (how === 'reset' || socket.destroyed || socket.writableLength === 0) this.#endAtOnce(how)
    else socket.end(() => socket.destroy())
  }

  #endAtOnce(how: 'close' | 'reset'): void {
    const socket = this.#socket
    if ((how === 'reset' || this.#buffer.unread > 0) && !socket.destroyed) socket.resetAndDestroy()
    else socket.destroy()
    this.#release()
  }

  #release(): void {
    if (this.#state === 'released') return
    this.#state = 'released'
    this.#deadline?.cancel()
    this.#writer.stop()
    this.#released()
  }

  #logError(reason: string | undefined): void {
    if (reason === undefined) return
    const { localAddress, localPort, remoteAddress, remotePort } = this.#socket
    const local = `"${localAddress}:${localPort}"`
    const remote = `"${remoteAddress}:${remotePort}"`
    this.#context.log(`error when serving connection ${local}<->${remote}: ${reason}`)
  }
}
