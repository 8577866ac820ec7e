import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RetryBudget } from './retry-budget.ts'

function taken(budget: RetryBudget, times: number, atMs: number): number {
  return Array.from({ length: times }, () => budget.take(atMs)).filter(Boolean).length
}

describe('RetryBudget', () => {
  test('allows its share of the first attempts', () => {
    const budget = new RetryBudget(0.2)
    for (let attempt = 0; attempt < 100; attempt += 1) budget.firstAttempt(0)
    expect(taken(budget, 100, 500)).toBe(20)
  })

  test('allows none before there was a first attempt, and none with a share of zero', () => {
    expect(taken(new RetryBudget(1), 5, 0)).toBe(0)
    const nothing = new RetryBudget(0)
    nothing.firstAttempt(0)
    expect(taken(nothing, 5, 0)).toBe(0)
  })

  test('forgets first attempts and retries after ten seconds', () => {
    const budget = new RetryBudget(0.5)
    for (let attempt = 0; attempt < 10; attempt += 1) budget.firstAttempt(0)
    expect(taken(budget, 10, 9999)).toBe(5)
    for (let attempt = 0; attempt < 10; attempt += 1) budget.firstAttempt(10_000)
    expect(taken(budget, 10, 10_000)).toBe(0)
    expect(taken(budget, 10, 19_000)).toBe(5)
    expect(taken(budget, 10, 60_000)).toBe(0)
  })

  test('never allows more than its share of what it saw in ten seconds', () => {
    const events = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 4000 }), retry: fc.boolean() }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(events, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
        const budget = new RetryBudget(share)
        const seen: { second: number; retry: boolean }[] = []
        let nowMs = 0
        for (const { afterMs, retry } of events) {
          nowMs += afterMs
          const second = Math.floor(nowMs / 1000)
          if (!retry) budget.firstAttempt(nowMs)
          else if (!budget.take(nowMs)) continue
          seen.push({ second, retry })
          const recent = seen.filter((event) => event.second > second - 10)
          const retries = recent.filter((event) => event.retry).length
          if (retry) expect(retries).toBeLessThanOrEqual(share * (recent.length - retries))
        }
      }),
    )
  })
})
