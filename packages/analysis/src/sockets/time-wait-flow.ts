/** How long Linux keeps a socket in TIME_WAIT; a constant of the kernel (`TCP_TIMEWAIT_LEN`), not a setting. */
export const timeWaitMs = 60_000

export interface TimeWaitPoint {
  readonly atMs: number
  readonly timeWait: number
}

/** How many sockets had entered TIME_WAIT by some moment. */
export interface TimeWaitsBegun {
  readonly atMs: number
  readonly count: number
}

/**
 * How many sockets had entered TIME_WAIT by each point, those that have left it since included.
 *
 * With B(t) begun by t and W(t) in TIME_WAIT at t, W(t) = B(t) − B(t − 60 s), so B(t) = W(t) + B(t − 60 s).
 * Before the first point nothing had begun. Ports taken over early are missing, and the kernel's timers keep a socket
 * up to 4 s longer: the figure is within a few per cent.
 */
export function timeWaitsBegun(points: readonly TimeWaitPoint[]): readonly TimeWaitsBegun[] {
  const begun: TimeWaitsBegun[] = []
  for (const { atMs, timeWait } of points) {
    const count = Math.max(begun.at(-1)?.count ?? 0, timeWait + begunBy(begun, atMs - timeWaitMs))
    begun.push({ atMs, count })
  }
  return begun
}

/** Between two points in proportion to time; 0 before the first point, the last count after the last one. */
export function begunBy(begun: readonly TimeWaitsBegun[], atMs: number): number {
  const after = begun.findIndex((point) => point.atMs > atMs)
  if (after === -1) return begun.at(-1)?.count ?? 0
  const next = begun[after]
  const previous = begun[after - 1]
  if (next === undefined || previous === undefined) return 0
  return previous.count + ((next.count - previous.count) * (atMs - previous.atMs)) / (next.atMs - previous.atMs)
}

/** How many per second have entered TIME_WAIT in the last `windowMs`; 0 from fewer than two points. */
export function begunPerSecond(begun: readonly TimeWaitsBegun[], windowMs: number): number {
  const first = begun[0]
  const last = begun.at(-1)
  if (first === undefined || last === undefined || first === last) return 0
  const fromMs = Math.max(first.atMs, last.atMs - windowMs)
  return ((last.count - begunBy(begun, fromMs)) * 1000) / (last.atMs - fromMs)
}
