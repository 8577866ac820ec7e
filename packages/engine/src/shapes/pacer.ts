/** When each arrival of an open load is due. Pure: the same index always gets the same answer, in whatever order. */
export interface Pacer {
  /** Milliseconds after the scenario's start at which arrival `index` (from 0) is due; `undefined` past the last. */
  dueMs(index: number): number | undefined
}

/** The arrivals that worker `worker` of `workers` carries: every `workers`-th one, starting with its own number. */
export function stripe(pacer: Pacer, worker: number, workers: number): Pacer {
  return { dueMs: (index) => pacer.dueMs(worker + index * workers) }
}
