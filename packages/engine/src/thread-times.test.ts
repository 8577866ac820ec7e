import { expect, test } from 'vitest'
import { ThreadTimes } from './thread-times.ts'

test('ThreadTimes tells what the main thread has used since the last look, and no time twice', () => {
  const times = new ThreadTimes()
  const before = process.cpuUsage()
  while (process.cpuUsage(before).user < 100_000) Math.sqrt(2)
  const used = times.since()
  const { user, system } = process.cpuUsage(before)
  const all = Object.values(used ?? {}).reduce((sum, ms) => sum + ms, 0)
  // Each thread's time is rounded down to hundredths of a second.
  expect(all).toBeGreaterThan(50)
  expect(all).toBeLessThan((user + system) / 1000 + 100)
  expect(times.since()?.main).toBeLessThan(50)
})
