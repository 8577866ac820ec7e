import type { Pace } from './pace.ts'

export function slowClosePace(delayMs: number): Pace {
  return ({ bytes, arrivedMs }) => ({ bytes, dueMs: bytes === 0 ? arrivedMs + delayMs : arrivedMs })
}
