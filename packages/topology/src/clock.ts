/** Milliseconds since the Unix epoch, by a clock that never jumps: it was set when the process started. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now()
}
