import type { Timer } from '../clock.ts'
import { isDuring } from '../phase.ts'
import type { Piece } from '../piece.ts'
import type { Cut, Pace } from './pace.ts'
import type { Stage, StageContext } from './stage.ts'

interface Waiting {
  readonly piece: Piece
  readonly arrivedMs: number
}

/**
 * Holds pieces until a pace lets them go, in the order in which they came and with every byte. A piece that comes
 * outside the toxic's phase waits for those before it only, and when the phase ends, everything held goes on at once.
 */
export class DelayingStage implements Stage {
  readonly #pace: Pace
  readonly #context: StageContext
  #waiting: Waiting[] = []
  /** What of the first one waiting goes next, and when. */
  #cut: Cut | undefined
  #lastDueMs = Number.NEGATIVE_INFINITY
  #timer: Timer | undefined

  constructor(pace: Pace, context: StageContext) {
    this.#pace = pace
    this.#context = context
  }

  take(piece: Piece): void {
    this.#waiting.push({ piece, arrivedMs: this.#context.clock.nowMs() })
    if (this.#waiting.length === 1) this.#release()
  }

  drop(): void {
    this.#waiting = []
    this.#timer?.cancel()
  }

  #release(): void {
    const { clock } = this.#context
    for (;;) {
      const [head] = this.#waiting
      if (head === undefined) return
      const nowMs = clock.nowMs()
      this.#cut ??= this.#cutOf(head, nowMs)
      const { bytes, dueMs } = this.#cut
      if (dueMs > nowMs) {
        this.#timer = clock.after(dueMs - nowMs, () => this.#release())
        return
      }
      this.#cut = undefined
      this.#lastDueMs = dueMs
      this.#leave(head, bytes)
    }
  }

  #cutOf({ piece, arrivedMs }: Waiting, nowMs: number): Cut {
    const bytes = piece.kind === 'data' ? piece.data.length : 0
    const { phase } = this.#context
    const lastDueMs = this.#lastDueMs
    const isHeld = isDuring(phase, arrivedMs) && nowMs < phase.toMs
    const cut = isHeld ? this.#pace({ bytes, arrivedMs, lastDueMs }) : { bytes, dueMs: arrivedMs }
    return { bytes: cut.bytes, dueMs: Math.min(Math.max(cut.dueMs, lastDueMs), phase.toMs) }
  }

  #leave({ piece, arrivedMs }: Waiting, bytes: number): void {
    if (piece.kind === 'end' || bytes === piece.data.length) {
      this.#waiting.shift()
      this.#context.next(piece)
      return
    }
    this.#waiting[0] = { piece: { kind: 'data', data: piece.data.subarray(bytes) }, arrivedMs }
    this.#context.next({ kind: 'data', data: piece.data.subarray(0, bytes) })
  }
}
