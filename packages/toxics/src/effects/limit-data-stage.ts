import { isDuring } from '../phase.ts'
import type { Piece } from '../piece.ts'
import type { Stage, StageContext } from './stage.ts'

/** Lets so many bytes pass during the phase, and then closes the connection. */
export class LimitDataStage implements Stage {
  readonly #context: StageContext
  #leftBytes: number

  constructor(bytes: number, context: StageContext) {
    this.#leftBytes = bytes
    this.#context = context
  }

  take(piece: Piece): void {
    const { clock, phase, next, dropped } = this.#context
    if (piece.kind === 'end' || !isDuring(phase, clock.nowMs())) {
      if (this.#leftBytes > 0) next(piece)
      return
    }
    const isSpent = this.#leftBytes === 0
    const passing = Math.min(piece.data.length, this.#leftBytes)
    this.#leftBytes -= passing
    if (passing > 0) next({ kind: 'data', data: piece.data.subarray(0, passing) })
    dropped(piece.data.length - passing)
    if (!isSpent && this.#leftBytes === 0) next({ kind: 'end', how: 'toxic-close' })
  }

  drop(): void {}
}
