import type { Timer } from '../clock.ts'
import { isDuring } from '../phase.ts'
import type { Piece } from '../piece.ts'
import type { Stage, StageContext } from './stage.ts'

/** Takes the first data that comes during the phase and all that follows; `timeoutMs` later the connection is reset. */
export class ResetPeerStage implements Stage {
  readonly #timeoutMs: number
  readonly #context: StageContext
  #timer: Timer | undefined
  #hasTaken = false

  constructor(timeoutMs: number, context: StageContext) {
    this.#timeoutMs = timeoutMs
    this.#context = context
  }

  take(piece: Piece): void {
    const { clock, phase, next, dropped } = this.#context
    const begins = piece.kind === 'data' && isDuring(phase, clock.nowMs())
    if (!this.#hasTaken && !begins) {
      next(piece)
      return
    }
    if (piece.kind === 'data') dropped(piece.data.length)
    if (this.#hasTaken) return
    this.#hasTaken = true
    if (this.#timeoutMs === 0) this.#reset()
    else this.#timer = clock.after(this.#timeoutMs, this.#reset)
  }

  drop(): void {
    this.#timer?.cancel()
  }

  readonly #reset = (): void => this.#context.next({ kind: 'end', how: 'toxic-reset' })
}
