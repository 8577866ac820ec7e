/** Work in steps of a fraction of a millisecond, between which a thread looks after its other duties. */
export type Steps<T> = Generator<undefined, T>

/** Takes all steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
