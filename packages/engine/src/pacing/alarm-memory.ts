/** What an alarm and its thread share: counters, and the moments at which to ring. */
export interface AlarmMemory {
  readonly counters: Int32Array
  /**
   * Two numbers, milliseconds since 1970: the soonest, and the one after it, to which the thread goes on without having
   * been told. Infinite where there is none. Written in this order and read in the other, since both may happen at once.
   */
  readonly moments: Float64Array
}

/** Places in `counters`. */
export const place = {
  /** Counted up with each change of the moments. */
  orders: 0,
  /** 1: the thread is to end. */
  stop: 1,
  /** The order that the thread sleeps by; `nothingToDo`: it has rung for all. */
  followed: 2,
} as const

export const nothingToDo = -1

const counterBytes = 16

export const alarmBytes = counterBytes + 16

export function alarmMemory(memory: SharedArrayBuffer): AlarmMemory {
  return { counters: new Int32Array(memory, 0, 3), moments: new Float64Array(memory, counterBytes, 2) }
}
