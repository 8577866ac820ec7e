/** What an alarm and its thread share: two counters and a stop sign, and the moment of the next ring. */
export interface AlarmMemory {
  readonly counters: Int32Array
  /** One number: milliseconds since 1970. */
  readonly moment: Float64Array
}

/** Places in `counters`. */
export const place = {
  /** Counted up with each new moment. */
  orders: 0,
  /** Counted up with each ring. */
  rings: 1,
  /** 1: the thread is to end. */
  stop: 2,
} as const

export const alarmBytes = 24

export function alarmMemory(memory: SharedArrayBuffer): AlarmMemory {
  return { counters: new Int32Array(memory, 0, 3), moment: new Float64Array(memory, 16, 1) }
}
