import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { everySecond } from './every-second.ts'

beforeEach(() => void vi.useFakeTimers({ now: 5_000 }))
afterEach(() => void vi.useRealTimers())

function ticksOf(startMs: number, whileRunning: () => void): number[] {
  const ticks: number[] = []
  const stop = everySecond(Date.now, startMs, () => ticks.push(Date.now()))
  whileRunning()
  stop()
  vi.advanceTimersByTime(5_000)
  return ticks
}

describe('everySecond()', () => {
  test('ticks at the start and at each full second after it, until stopped', () => {
    expect(ticksOf(5_000, () => vi.advanceTimersByTime(3_500))).toEqual([5_000, 6_000, 7_000, 8_000])
  })

  test('joins a schedule that has already begun', () => {
    expect(ticksOf(4_300, () => vi.advanceTimersByTime(1_500))).toEqual([5_000, 5_300, 6_300])
  })

  test('waits for a start that is still to come', () => {
    expect(ticksOf(5_400, () => vi.advanceTimersByTime(1_600))).toEqual([5_400, 6_400])
  })

  test('skips seconds that passed unnoticed and keeps to the schedule afterwards', () => {
    const ticks = ticksOf(5_000, () => {
      vi.advanceTimersByTime(1_000)
      vi.setSystemTime(9_250)
      vi.advanceTimersByTime(2_000)
    })
    expect(ticks.slice(0, 2)).toEqual([5_000, 6_000])
    expect(ticks.at(-1)).toBe(11_000)
    expect(ticks.length).toBeLessThanOrEqual(5)
  })
})
