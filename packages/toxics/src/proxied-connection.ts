import { connect, type Socket } from 'node:net'
import type { ToxicsCounts } from '@loadrun/metrics'
import type { Clock } from './clock.ts'
import { Flow, type StageMaker } from './flow.ts'
import type { End } from './piece.ts'
import type { Tally } from './tally.ts'

/** How long what was sent before a toxic's end of the connection may take to leave, for a peer that reads slowly. */
const flushPatienceMs = 1000

export interface ConnectionGiven {
  readonly upstream: Readonly<{ host: string; port: number }>
  readonly toxics: Readonly<Record<'upstream' | 'downstream', readonly StageMaker[]>>
  readonly clock: Clock
  readonly tally: Tally
  /** Both sockets are closed, and it has been counted. */
  readonly onEnded: () => void
}

type Outcome = Extract<
  keyof ToxicsCounts,
  'upstreamFailed' | 'ended' | 'passedReset' | 'resetByToxic' | 'closedByToxic'
>

/** A client's connection and the one made upstream for it, with a flow either way. */
export class ProxiedConnection {
  readonly #given: ConnectionGiven
  readonly #client: Socket
  readonly #upstream: Socket
  readonly #flows: readonly Flow[]
  #outcome: Outcome | undefined
  #openSockets = 2

  /** Takes a paused socket. */
  constructor(client: Socket, given: ConnectionGiven) {
    this.#given = given
    this.#client = client
    this.#upstream = connect({ ...given.upstream, allowHalfOpen: true, noDelay: true })
    const up = this.#flow(client, this.#upstream, 'upstream')
    const down = this.#flow(this.#upstream, client, 'downstream')
    this.#flows = [up, down]

    client.on('error', () => up.sourceEnded('reset')).once('close', this.#closed)
    this.#upstream.once('close', this.#closed)
    this.#upstream.on('error', this.#failToConnect)
    this.#upstream.once('connect', () => {
      given.tally.upstreamConnections += 1
      this.#upstream.off('error', this.#failToConnect).on('error', () => down.sourceEnded('reset'))
      up.start()
      down.start()
    })
  }

  get heldBytes(): number {
    return this.#flows.reduce((sum, flow) => sum + flow.heldBytes, 0)
  }

  /** Closes both ends at once. */
  close(): void {
    if (!this.#endAs('closedByToxic')) return
    this.#client.destroy()
    this.#upstream.destroy()
  }

  #flow(source: Socket, sink: Socket, stream: 'upstream' | 'downstream'): Flow {
    const { tally, toxics } = this.#given
    const sent = stream === 'upstream' ? 'bytesUpstream' : 'bytesDownstream'
    return new Flow({
      source,
      sink,
      toxics: toxics[stream],
      onSent: (bytes) => {
        tally[sent] += bytes
      },
      onDropped: (bytes) => {
        tally.bytesDropped += bytes
      },
      onEnd: (how) => this.#flowEnded(how, source, sink),
    })
  }

  #flowEnded(how: End, source: Socket, sink: Socket): void {
    switch (how) {
      case 'fin':
        if (sink.writable) sink.end()
        break
      case 'toxic-close':
        if (!this.#endAs('closedByToxic')) break
        source.destroySoon()
        sink.destroySoon()
        this.#given.clock.after(flushPatienceMs, () => {
          source.destroy()
          sink.destroy()
        })
        break
      case 'reset':
      case 'toxic-reset':
        if (!this.#endAs(how === 'reset' ? 'passedReset' : 'resetByToxic')) break
        reset(source)
        this.#whenFlushed(sink, () => reset(sink))
        break
    }
  }

  readonly #failToConnect = (error: NodeJS.ErrnoException): void => {
    // A connection refused is not reset: this one was made, and reset before its making was noticed.
    const wasMade = error.code === 'ECONNRESET'
    if (wasMade) this.#given.tally.upstreamConnections += 1
    if (this.#endAs(wasMade ? 'passedReset' : 'upstreamFailed')) reset(this.#client)
  }

  /** Whether this is what ends the connection: nothing else has before. */
  #endAs(outcome: Outcome): boolean {
    if (this.#outcome !== undefined) return false
    this.#outcome = outcome
    for (const flow of this.#flows) flow.end()
    return true
  }

  /** A reset discards what has not left yet, and what came before it is to arrive before it. */
  #whenFlushed(socket: Socket, then: () => void): void {
    if (!socket.writable || socket.writableLength === 0) {
      then()
      return
    }
    const impatience = this.#given.clock.after(flushPatienceMs, then)
    socket.write('', () => {
      impatience.cancel()
      then()
    })
  }

  readonly #closed = (): void => {
    this.#openSockets -= 1
    if (this.#openSockets > 0) return
    for (const flow of this.#flows) flow.end()
    this.#given.tally[this.#outcome ?? 'ended'] += 1
    this.#given.onEnded()
  }
}

function reset(socket: Socket): void {
  // While a FIN is on its way out, Node cannot reset: its handle would stay open.
  const isShutting = socket.writableEnded && !socket.writableFinished
  if (socket.connecting || isShutting) socket.destroy()
  else if (!socket.destroyed) socket.resetAndDestroy()
}
