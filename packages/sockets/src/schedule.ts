/**
 * The number of the next snapshot on a schedule where number n is due n × `everyMs` after the start. What fell due
 * while a snapshot was being taken, or while the thread was kept from running, is left out and not made up for.
 */
export function nextSnapshot(previous: number, elapsedMs: number, everyMs: number): number {
  return Math.max(previous + 1, Math.ceil(elapsedMs / everyMs))
}
