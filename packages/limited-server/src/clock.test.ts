import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemClock } from './clock.ts'

test('systemClock never calls back early', async () => {
  const delayMs = fc.double({ min: 0.001, max: 30, noNaN: true })
  await fc.assert(
    fc.asyncProperty(fc.array(delayMs, { minLength: 1, maxLength: 50 }), async (delays) => {
      const early = await Promise.all(
        delays.map((delay) => {
          const startMs = systemClock.nowMs()
          return new Promise<number>((resolve) => {
            systemClock.after(delay, () => resolve(startMs + delay - systemClock.nowMs()))
          })
        }),
      )
      for (const ms of early) expect(ms).toBeLessThanOrEqual(0)
    }),
    { numRuns: 10 },
  )
})

test('systemClock does not call back what was cancelled', async () => {
  let calls = 0
  systemClock
    .after(5, () => {
      calls += 1
    })
    .cancel()
  await new Promise<void>((resolve) => systemClock.after(20, resolve))
  expect(calls).toBe(0)
})
