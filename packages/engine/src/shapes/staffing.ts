/** How many users a closed load wants at each moment. Pure. */
export interface Staffing {
  readonly endMs: number
  /** 0 from the end on. */
  usersAt(elapsedMs: number): number
  /** The first moment after `elapsedMs` at which the number may be another one. Past the end: `undefined`. */
  nextChangeMs(elapsedMs: number): number | undefined
}

/** The users that worker `worker` of `workers` carries: an equal share, the first ones with one more where it does not come out even. */
export function share(staffing: Staffing, worker: number, workers: number): Staffing {
  return {
    endMs: staffing.endMs,
    usersAt: (elapsedMs) => shareOf(staffing.usersAt(elapsedMs), worker, workers),
    nextChangeMs: (elapsedMs) => staffing.nextChangeMs(elapsedMs),
  }
}

/** The share of `total` that worker `worker` gets; the shares of all add up to it. */
export function shareOf(total: number, worker: number, workers: number): number {
  return Math.floor((total + workers - 1 - worker) / workers)
}
