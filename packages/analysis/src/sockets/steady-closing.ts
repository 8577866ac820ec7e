import type { SocketSample } from '@loadrun/metrics'

/** A load for tests: `open` connections at all times, and `closesPerSecond` that enter TIME_WAIT, from time 0 on. */
export interface SteadyClosing {
  readonly open: number
  readonly closesPerSecond: number
  readonly untilMs: number
  readonly destination?: string
}

/** One sample a second, of a leg named `leg` with a single destination. */
export function steadyClosing({ open, closesPerSecond, untilMs, destination = '10.9.0.2:8080' }: SteadyClosing) {
  return Array.from({ length: untilMs / 1000 + 1 }, (_, second): SocketSample => {
    const timeWait = closesPerSecond * Math.min(second, 60)
    return {
      atMs: second * 1000,
      legs: {
        leg: {
          from: { ESTABLISHED: open, TIME_WAIT: timeWait },
          to: { ESTABLISHED: open },
          portsToBusiestDestination: open + timeWait,
          busiestDestination: destination,
        },
      },
      counters: {},
    }
  })
}
