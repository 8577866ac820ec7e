import { shareOf } from './staffing.ts'

/** How many iterations a closed load wants, and of whom. Pure. */
export interface Quota {
  readonly users: number
  readonly iterations: number
  /** `any`: whichever user is free takes up the next. `each`: every user makes as many as every other. */
  readonly by: 'any' | 'each'
}

/**
 * The part of worker `worker` of `workers`. Where iterations are shared, each worker gets those that its users would
 * get if all took turns; among its own users they go to whoever is free.
 */
export function quotaOf({ users, iterations, by }: Quota, worker: number, workers: number): Quota {
  const own = Array.from({ length: shareOf(users, worker, workers) }, (_, index) => worker + index * workers)
  return {
    users: own.length,
    iterations:
      by === 'each'
        ? own.length * (iterations / users)
        : own.reduce((sum, user) => sum + shareOf(iterations, user, users), 0),
    by,
  }
}
