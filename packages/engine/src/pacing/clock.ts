/** Milliseconds since 1970; the same time in all threads of a process. */
export function epochNowMs(): number {
  return performance.timeOrigin + performance.now()
}
