/** What an alarm and its thread share: a counter and a stop sign, and the moment of the next ring. */
export interface AlarmMemory {
  readonly counters: Int32Array
  /** One number: milliseconds since 1970. */
  readonly moment: Float64Array
}

/** Places in `counters`. */
export const place = {
  /** Counted up with each new moment. */
  orders: 0,
  /** 1: the thread is to end. */
  stop: 1,
} as const

export const alarmBytes = 16

export function alarmMemory(memory: SharedArrayBuffer): AlarmMemory {
  return { counters: new Int32Array(memory, 0, 2), moment: new Float64Array(memory, 8, 1) }
}
