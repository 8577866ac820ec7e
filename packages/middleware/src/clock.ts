/** Milliseconds by a clock that never jumps, from any fixed moment on. */
export type Clock = () => number

export const systemClock: Clock = () => performance.now()
