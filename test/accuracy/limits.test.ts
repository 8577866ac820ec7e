import { describe, expect, test } from 'vitest'
import { erlangB } from '../../packages/analysis/src/prediction/erlang-b.ts'
import { erlangC, erlangCMeanWaitMs } from '../../packages/analysis/src/prediction/erlang-c.ts'
import { finiteQueueRefused } from '../../packages/analysis/src/prediction/finite-queue.ts'
import { type Distribution, deriveSeed } from '../../packages/random/src/index.ts'
import { type BatchMeans, batchMeans } from '../support/batch-means.ts'
import { underVirtualLoad } from './virtual-load.ts'

// The clock is virtual and chance is seeded, so these tests come out the same each time. Under a new seed, or after a
// change that draws otherwise, one of them would fail without a fault less than once in ten thousand times: each
// figure has to lie in an interval that misses once in a million, and of the 95 % intervals no more may miss than
// chance allows (9 of 32 or more: 2 in 100,000).
const arrivals = 100_000
const missesAllowed = 8

const exponential: Distribution = { kind: 'exponential', meanMs: 100 }
const distributions: readonly Distribution[] = [
  { kind: 'fixed', ms: 100 },
  exponential,
  { kind: 'uniform', lowMs: 50, highMs: 150 },
  { kind: 'lognormal', medianMs: 80, sigma: 0.7 },
  {
    kind: 'mixture',
    parts: [
      { weight: 9, of: { kind: 'fixed', ms: 50 } },
      { weight: 1, of: { kind: 'uniform', lowMs: 300, highMs: 800 } },
    ],
  },
]

const checked: boolean[] = []

function expectInInterval(measured: BatchMeans, expected: number): void {
  const apart = Math.abs(measured.mean - expected)
  checked.push(apart <= measured.halfWidth95)
  expect(apart, `${measured.mean} ± ${measured.halfWidth95} against ${expected}`).toBeLessThan(measured.halfWidthSafe)
}

describe('without a queue, the refused share is Erlang’s B', () => {
  const cases = [40, 50, 60, 80].flatMap((offeredErlang) =>
    distributions.map((holding) => [offeredErlang, holding.kind, holding] as const),
  )
  test.each(cases)('at %d Erlang on 50 slots, held as %s', (offeredErlang, kind, holding) => {
    const seed = deriveSeed(offeredErlang, kind)
    const result = underVirtualLoad({ offeredErlang, slots: 50, queue: 0, holding, arrivals, seed })
    expect(result.measuredErlang / offeredErlang).toBeCloseTo(1, 1)
    expectInInterval(batchMeans(result.refused), erlangB(result.measuredErlang, 50))
  })
})

describe('with a queue of any length, waiting is as Erlang’s C says', () => {
  test.each([
    [0.5, 1],
    [8, 10],
    [40, 50],
    [90, 100],
  ])('at %d Erlang on %d slots', (offeredErlang, slots) => {
    const seed = deriveSeed(slots, 'waiting')
    const result = underVirtualLoad({ offeredErlang, slots, queue: undefined, holding: exponential, arrivals, seed })
    expect(Math.max(...result.refused)).toBe(0)
    const waiting = result.waitedMs.map((waited) => (waited > 0 ? 1 : 0))
    expectInInterval(batchMeans(waiting), erlangC(result.measuredErlang, slots))
    const meanWaitMs = erlangCMeanWaitMs(result.measuredErlang, slots, result.meanHoldingMs)
    expectInInterval(batchMeans(result.waitedMs), meanWaitMs)
  })
})

describe('with a queue that ends, the refused share is that of M/M/c/c+q', () => {
  test.each([
    [0.9, 1, 4],
    [12, 10, 5],
    [50, 50, 20],
    [60, 50, 100],
  ])('at %d Erlang on %d slots and %d places to wait', (offeredErlang, slots, queue) => {
    const seed = deriveSeed(slots, `queue of ${queue}`)
    const result = underVirtualLoad({ offeredErlang, slots, queue, holding: exponential, arrivals, seed })
    expectInInterval(batchMeans(result.refused), finiteQueueRefused(result.measuredErlang, slots, queue))
  })
})

test('of all 95 % intervals, no more miss than chance lets', () => {
  expect(checked).toHaveLength(32)
  expect(checked.filter((isInside) => !isInside).length).toBeLessThanOrEqual(missesAllowed)
})
