/** Milliseconds since 1970, by the same clock as the engine's: it never jumps while the process lives. */
export function epochNowMs(): number {
  return performance.timeOrigin + performance.now()
}

/** Milliseconds by a clock that only measures distances. */
export function nowMs(): number {
  return performance.now()
}
