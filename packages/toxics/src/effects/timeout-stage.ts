import type { Timer } from '../clock.ts'
import { isDuring } from '../phase.ts'
import type { Piece } from '../piece.ts'
import type { Stage, StageContext } from './stage.ts'

/**
 * Takes everything, ends of the stream with it. The connection is closed when the time is up, counted from when the
 * toxic began to act on it, and when the phase is over and something was taken: no TCP stream has a hole.
 */
export class TimeoutStage implements Stage {
  readonly #context: StageContext
  readonly #timeUp: Timer | undefined
  #phaseOver: Timer | undefined
  #hasTaken = false

  constructor(timeoutMs: number | undefined, context: StageContext) {
    this.#context = context
    const { clock, phase } = context
    const nowMs = clock.nowMs()
    const closesMs = Math.max(nowMs, phase.fromMs) + (timeoutMs ?? Number.POSITIVE_INFINITY)
    if (closesMs < phase.toMs) this.#timeUp = clock.after(closesMs - nowMs, this.#close)
  }

  take(piece: Piece): void {
    const { clock, phase, next, dropped } = this.#context
    const nowMs = clock.nowMs()
    if (!this.#hasTaken && !isDuring(phase, nowMs)) {
      next(piece)
      return
    }
    if (piece.kind === 'data') dropped(piece.data.length)
    if (!this.#hasTaken && phase.toMs < Number.POSITIVE_INFINITY) {
      this.#phaseOver = clock.after(phase.toMs - nowMs, this.#close)
    }
    this.#hasTaken = true
  }

  drop(): void {
    this.#timeUp?.cancel()
    this.#phaseOver?.cancel()
  }

  readonly #close = (): void => this.#context.next({ kind: 'end', how: 'toxic-close' })
}
