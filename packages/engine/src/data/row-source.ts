import type { JsonValue } from '@loadrun/plan'

/** The rows of a data file, each of which is asked for by the number of an iteration, or of a user. */
export interface RowSource {
  /** Numbers of one worker thread only grow. `undefined`: there is no row for it, as each is given once. */
  rowFor(number: number, random: () => number): JsonValue | undefined
  /** What was wrong with the file, where that showed only when it was read. */
  readonly troubles: readonly string[]
  close(): void
}
