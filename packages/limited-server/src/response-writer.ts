import type { Socket } from 'node:net'
import type { Clock, Timer } from './clock.ts'

/** fasthttp's write buffer: what is fuller than this goes out without being flushed. */
const writeBufferBytes = 4096

/** Who hears of it when the client takes what was written, or does not. */
export interface WriterEvents {
  /** What blocked the writer has been taken by the kernel. */
  readonly drained: () => void
  /** The client has not taken it within the write timeout. */
  readonly timedOut: () => void
}

/** What a connection sends: held back until it is flushed, then written as by a thread that blocks until it is gone. */
export class ResponseWriter {
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #timeoutMs: number | undefined
  readonly #events: WriterEvents
  #output = ''
  #isBlocked = false
  #isLost = false
  #deadlineMs = Number.POSITIVE_INFINITY
  #timer: Timer | undefined

  constructor(socket: Socket, clock: Clock, timeoutMs: number | undefined, events: WriterEvents) {
    this.#socket = socket
    this.#clock = clock
    this.#timeoutMs = timeoutMs
    this.#events = events
  }

  /** Something was sent and not yet flushed. */
  get holdsBack(): boolean {
    return this.#output !== ''
  }

  get isBlocked(): boolean {
    return this.#isBlocked
  }

  /** A write has failed, because the client has reset the connection or the write timeout had passed; so will all others. */
  get isLost(): boolean {
    return this.#isLost
  }

  /**
   * The write timeout begins. Like fasthttp's it stays in force until the next response begins, so that what is written
   * in between, an error or `100 Continue`, finds it passed.
   */
  responseBegins(): void {
    if (this.#timeoutMs !== undefined) this.#deadlineMs = this.#clock.nowMs() + this.#timeoutMs
  }

  send(text: string): void {
    this.#output += text
    while (this.#output.length > writeBufferBytes) {
      this.#write(this.#output.slice(0, writeBufferBytes))
      this.#output = this.#output.slice(writeBufferBytes)
    }
  }

  flush(): void {
    if (this.#output === '') return
    const output = this.#output
    this.#output = ''
    this.#write(output)
  }

  /** Drops what was sent and not yet flushed. */
  forget(): void {
    this.#output = ''
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#timer?.cancel()
  }

  #write(text: string): void {
    if (this.#socket.destroyed || this.#clock.nowMs() >= this.#deadlineMs) this.#isLost = true
    if (this.#isLost) return
    this.#socket.write(text, 'latin1', this.#written)
    if (this.#socket.writableLength > 0 && !this.#isBlocked) this.#block()
  }

  #block(): void {
    this.#isBlocked = true
    if (this.#deadlineMs === Number.POSITIVE_INFINITY) return
    this.#timer = this.#clock.after(this.#deadlineMs - this.#clock.nowMs(), () => {
      this.#isLost = true
      this.#events.timedOut()
    })
  }

  #written = (): void => {
    if (!this.#isBlocked || this.#socket.writableLength > 0) return
    this.#isBlocked = false
    this.#timer?.cancel()
    this.#events.drained()
  }
}
