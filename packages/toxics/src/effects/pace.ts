/** Says when what has arrived may leave, and how much of it goes at once. */
export type Pace = (head: Head) => Cut

/** What waits to leave next. */
interface Head {
  /** Zero for an end of the stream. */
  readonly bytes: number
  readonly arrivedMs: number
  /** When what left before it was due, which may be in the future no more; before anything else, minus infinity. */
  readonly lastDueMs: number
}

export interface Cut {
  /** From 1 to all of the head's; zero for an end. */
  readonly bytes: number
  readonly dueMs: number
}
