/** Milliseconds since the Unix epoch, from a clock that never jumps; all threads of this process agree on it. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now()
}
