import type { Socket } from 'node:net'
import type { Clock } from './clock.ts'
import { Deadline } from './deadline.ts'
import type { Handlers } from './handlers.ts'
import type { Handling } from './handling.ts'
import type { ServerOptions } from './options.ts'
import { ReadBuffer } from './read-buffer.ts'
import type { RequestHead } from './request-head.ts'
import { type Reading, RequestReader } from './request-reader.ts'
import { continueResponse, type Responses } from './responses.ts'

/** What all connections share. */
export interface ConnectionContext {
  readonly options: ServerOptions
  readonly clock: Clock
  readonly handlers: Handlers
  readonly responses: Responses
  readonly log: (message: string) => void
}

/** fasthttp's write buffer: what is fuller than this goes out without being flushed. */
const writeBufferBytes = 4096
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
  readonly #deadline: Deadline | undefined
  readonly #released: () => void
  #requests = 0
  #head: RequestHead | undefined
  #handling: Handling | undefined
  #output = ''
  #isWriting = false
  #hasEnded = false
  #isReset = false
  #isOutputLost = false
  #state: 'open' | 'closing' | 'released' = 'open'

  /** `released` is called once, when the slot is free again. The socket must be paused. */
  constructor(socket: Socket, context: ConnectionContext, released: () => void) {
    const { options, clock } = context
    this.#socket = socket
    this.#context = context
    this.#released = released
    this.#buffer = new ReadBuffer(options.readBufferBytes)
    this.#reader = new RequestReader(this.#buffer, options.maxRequestBodyBytes ?? Number.POSITIVE_INFINITY)
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

  #written = (): void => {
    if (!this.#isWriting || this.#socket.writableLength > 0) return
    this.#isWriting = false
    this.#awaitNextRequest()
    this.#serve()
  }

  #isBusy(): boolean {
    return this.#state !== 'open' || this.#handling !== undefined || this.#isWriting
  }

  #serve(): void {
    while (!this.#isBusy()) {
      const wasIdle = this.#reader.phase === 'idle'
      const reading = this.#reader.next(this.#output !== '')
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
        this.#flush()
        if (this.#isOutputLost) this.#close()
        break
      case 'continue':
        this.#send(continueResponse)
        this.#flush()
        break
      case 'request':
        this.#handle(reading.head)
        break
      case 'error':
        this.#logError(reading.reason)
        this.#send(this.#context.responses.error(reading.status))
        this.#close()
        break
      case 'close':
        // fasthttp, too, forgets responses of a pipeline that it has not flushed when a body ends without a word.
        if (this.#reader.phase === 'body') this.#output = ''
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
    const { options, responses } = this.#context
    const isLast = this.#requests >= (options.maxRequestsPerConnection ?? Number.POSITIVE_INFINITY)
    const closes = options.disableKeepalive || head.closes || isLast
    if (handling.outcome === 'refused' && options.refusal.kind !== 'response') {
      this.#close(options.refusal.kind)
      return
    }
    this.#send(
      handling.outcome === 'refused' && options.refusal.kind === 'response'
        ? responses.refusedRequest(options.refusal, head, closes)
        : handling.outcome === 'gave-up'
          ? responses.clientClosedRequest(head, closes)
          : responses.ok(handling.plannedMs, head, closes),
    )
    // Requests of a pipeline that have been read are served even after a reset, which only a write can meet.
    if (!closes && this.#buffer.buffered === 0) this.#flush()
    if (closes || this.#isOutputLost) this.#close()
    else this.#awaitNextRequest()
  }

  #awaitNextRequest(): void {
    const { idleTimeoutMs, readTimeoutMs } = this.#context.options
    this.#deadline?.set(idleTimeoutMs ?? readTimeoutMs)
  }

  #send(text: string): void {
    this.#output += text
    while (this.#output.length > writeBufferBytes) {
      this.#write(this.#output.slice(0, writeBufferBytes))
      this.#output = this.#output.slice(writeBufferBytes)
    }
  }

  #flush(): void {
    if (this.#output === '') return
    const output = this.#output
    this.#output = ''
    this.#write(output)
  }

  #write(text: string): void {
    if (this.#socket.destroyed) {
      this.#isOutputLost = true
      return
    }
    this.#socket.write(text, 'latin1', this.#written)
    if (this.#socket.writableLength > 0) this.#isWriting = true
  }

  /** As Go's `close()` after its blocking writes: with input that was never read, the kernel resets the connection. */
  #close(how: 'close' | 'reset' = 'close'): void {
    if (this.#state !== 'open') return
    if (how === 'close') this.#flush()
    this.#state = 'closing'
    const socket = this.#socket
    if (how === 'reset' || socket.destroyed || socket.writableLength === 0) {
      if ((how === 'reset' || this.#buffer.unread > 0) && !socket.destroyed) socket.resetAndDestroy()
      else socket.destroy()
      this.#release()
    } else {
      socket.end(() => socket.destroy())
    }
  }

  #release(): void {
    if (this.#state === 'released') return
    this.#state = 'released'
    this.#deadline?.cancel()
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
