import { describe, expect, test } from 'vitest'
import { nextSnapshot } from './schedule.ts'

describe('nextSnapshot()', () => {
  test('goes on to the next one when the last was in time, even a little early', () => {
    expect(nextSnapshot(3, 3040, 1000)).toBe(4)
    expect(nextSnapshot(3, 2999.6, 1000)).toBe(4)
  })

  test('leaves out what fell due in the meantime', () => {
    expect(nextSnapshot(3, 5300, 1000)).toBe(6)
    expect(nextSnapshot(0, 120, 100)).toBe(2)
  })
})
