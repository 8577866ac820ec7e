import type { Socket } from 'node:net'
import type { Stage } from './effects/stage.ts'
import type { End, Piece } from './piece.ts'

/**
 * Bytes that one direction holds at most before it stops reading, as a TCP window would: beyond it the sender waits. A
 * read may exceed it once, by the 64 KiB that Node reads at a time.
 */
export const windowBytes = 256 * 1024

/** Makes a toxic's stage, given what comes after it. */
export type StageMaker = (given: {
  readonly next: (piece: Piece) => void
  readonly dropped: (bytes: number) => void
}) => Stage

export interface FlowGiven {
  readonly source: Socket
  readonly sink: Socket
  /** In the order that data meets them. */
  readonly toxics: readonly StageMaker[]
  readonly onSent: (bytes: number) => void
  readonly onDropped: (bytes: number) => void
  readonly onEnd: (how: End) => void
}

/** One direction of a connection: reads a socket, leads what it reads through toxics, and writes it to the other. */
export class Flow {
  readonly #given: FlowGiven
  readonly #stages: readonly Stage[]
  readonly #first: (piece: Piece) => void
  /** Read, and neither written nor dropped. */
  #stagedBytes = 0
  #isEnded = false

  constructor(given: FlowGiven) {
    this.#given = given
    const stages: Stage[] = []
    this.#first = given.toxics.reduceRight<(piece: Piece) => void>((next, make) => {
      const stage = make({ next, dropped: this.#dropped })
      stages.push(stage)
      return (piece) => stage.take(piece)
    }, this.#send)
    this.#stages = stages
  }

  /** Both sockets are connected: reads from now on. */
  start(): void {
    const { source, sink } = this.#given
    source.on('data', this.#read)
    source.once('end', () => this.sourceEnded('fin'))
    sink.on('drain', this.#readOnIfThereIsRoom)
    source.resume()
  }

  sourceEnded(how: 'fin' | 'reset'): void {
    if (!this.#isEnded) this.#first({ kind: 'end', how })
  }

  /** Bytes read from the source and not yet handed to the kernel for the sink. */
  get heldBytes(): number {
    return this.#stagedBytes + this.#given.sink.writableLength
  }

  /** The connection has ended: drops what is held and what still comes. */
  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    for (const stage of this.#stages) stage.drop()
    this.#dropped(this.#stagedBytes)
    // What nobody reads would make the kernel reset the connection where a FIN is meant.
    this.#given.source.resume()
  }

  readonly #read = (data: Buffer): void => {
    this.#stagedBytes += data.length
    if (this.#isEnded) {
      this.#dropped(data.length)
      return
    }
    this.#first({ kind: 'data', data })
    if (this.heldBytes >= windowBytes) this.#given.source.pause()
  }

  readonly #send = (piece: Piece): void => {
    if (piece.kind === 'end') {
      this.#given.onEnd(piece.how)
      return
    }
    const { sink, onSent } = this.#given
    const { length } = piece.data
    if (!sink.writable) {
      this.#dropped(length)
      return
    }
    this.#stagedBytes -= length
    onSent(length)
    sink.write(piece.data)
    this.#readOnIfThereIsRoom()
  }

  readonly #dropped = (bytes: number): void => {
    this.#stagedBytes -= bytes
    this.#given.onDropped(bytes)
    this.#readOnIfThereIsRoom()
  }

  readonly #readOnIfThereIsRoom = (): void => {
    const { source } = this.#given
    if (source.isPaused() && this.heldBytes <= windowBytes / 2) source.resume()
  }
}
