import type { Random } from '@loadrun/random'
import type { Clock } from '../clock.ts'
import type { Phase } from '../phase.ts'
import type { Piece } from '../piece.ts'

/** One toxic on one direction of one connection. */
export interface Stage {
  take(piece: Piece): void
  /** The connection has ended: forgets what it holds and waits for. */
  drop(): void
}

export interface StageContext {
  readonly clock: Clock
  readonly random: Random
  readonly phase: Phase
  /** What comes after this stage. */
  readonly next: (piece: Piece) => void
  /** Told of bytes that the stage took for good. */
  readonly dropped: (bytes: number) => void
}
