import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { portBudget } from './port-budget.ts'
import { steadyClosing } from './steady-closing.ts'

const portRange = { low: 32_768, high: 60_999 }
const portsInRange = 28_232

describe('portBudget()', () => {
  test('says what is used of the range, and where it settles', () => {
    const samples = steadyClosing({ open: 1000, closesPerSecond: 333, untilMs: 20_000 })
    const budget = portBudget({ samples, leg: 'leg', portRange })
    expect(budget).toMatchObject({
      atMs: 20_000,
      destination: '10.9.0.2:8080',
      portsUsed: 7660,
      portsInRange,
      timeWaitReused: false,
    })
    expect(budget?.usedShare).toBeCloseTo(7660 / portsInRange)
    expect(budget?.closesPerSecond).toBeCloseTo(333)
    expect(budget?.portsExpected).toBe(1000 + 60 * 333)
    // 14,116 ports are half of the range: 6,456 more, at 333 a second.
    expect(budget?.slowInMs).toBeCloseTo(19_400, -3)
    expect(budget?.usedUpInMs).toBeUndefined()
  })

  test('foresees the end of the range before it comes, if and only if it comes', () => {
    const load = fc.record({
      open: fc.nat({ max: 5000 }),
      closesPerSecond: fc.integer({ min: 1, max: 2000 }),
      seenSeconds: fc.integer({ min: 5, max: 150 }),
    })
    fc.assert(
      fc.property(load, ({ open, closesPerSecond, seenSeconds }) => {
        const samples = steadyClosing({ open, closesPerSecond, untilMs: seenSeconds * 1000 })
        const reachedAtMs = ((0.995 * portsInRange - open) / closesPerSecond) * 1000
        const found = portBudget({ samples, leg: 'leg', portRange })?.usedUpInMs
        if (reachedAtMs > 60_100) expect(found).toBeUndefined()
        else if (reachedAtMs <= 59_900) {
          expect(Math.abs((found ?? Number.NaN) - Math.max(0, reachedAtMs - seenSeconds * 1000))).toBeLessThan(200)
        }
      }),
    )
  })

  test('foresees nothing where the load no longer grows', () => {
    const samples = steadyClosing({ open: 1000, closesPerSecond: 200, untilMs: 180_000 })
    const budget = portBudget({ samples, leg: 'leg', portRange })
    expect(budget).toMatchObject({ portsUsed: 13_000, portsExpected: 13_000, slowInMs: undefined })
  })

  test('does not fear TIME_WAIT where the kernel takes its ports over', () => {
    const samples = steadyClosing({ open: 10, closesPerSecond: 600, untilMs: 20_000, destination: '127.0.0.1:8080' })
    const budget = (timeWaitReuse: 'loopback' | 'never') =>
      portBudget({ samples, leg: 'leg', portRange, timeWaitReuse })
    expect(budget('loopback')).toMatchObject({ timeWaitReused: true, slowInMs: undefined, usedUpInMs: undefined })
    expect(budget('never')).toMatchObject({ timeWaitReused: false, slowInMs: expect.any(Number) })
    const elsewhere = steadyClosing({ open: 10, closesPerSecond: 600, untilMs: 20_000 })
    const options = { samples: elsewhere, leg: 'leg', portRange }
    expect(portBudget({ ...options, timeWaitReuse: 'loopback' })?.timeWaitReused).toBe(false)
    expect(portBudget({ ...options, timeWaitReuse: 'everywhere' })?.timeWaitReused).toBe(true)
  })

  test('is over when all ports are in use, be it by open connections', () => {
    const samples = steadyClosing({ open: portsInRange, closesPerSecond: 0, untilMs: 2000 })
    expect(portBudget({ samples, leg: 'leg', portRange })).toMatchObject({ usedShare: 1, slowInMs: 0, usedUpInMs: 0 })
  })

  test('is not there without connections', () => {
    expect(portBudget({ samples: [], leg: 'leg', portRange })).toBeUndefined()
    const samples = steadyClosing({ open: 1, closesPerSecond: 1, untilMs: 1000 })
    expect(portBudget({ samples, leg: 'another', portRange })).toBeUndefined()
  })
})
