/** Something that happened, or was planned to happen, at a moment of the run: a mark across all charts of time. */
export interface RunEvent {
  /** Milliseconds since the load started. */
  readonly atMs: number
  readonly text: string
  /** `plan`: what the scenario file says. `first`: a thing that was first seen then. `broken`: a promise, or the run itself. */
  readonly kind: 'plan' | 'first' | 'broken'
}
