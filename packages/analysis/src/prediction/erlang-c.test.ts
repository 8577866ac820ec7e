import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { erlangB } from './erlang-b.ts'
import { erlangC, erlangCMeanWaitMs } from './erlang-c.ts'
import { finiteQueueRefused } from './finite-queue.ts'

const load = fc.double({ min: 0.01, max: 200, noNaN: true })
const servers = fc.integer({ min: 1, max: 200 })

/** Probabilities of 0, 1, 2, … in the system, from the balance of coming and going. */
function states(offered: number, places: number, room: number): readonly number[] {
  const weights = [1]
  for (let count = 1; count <= places + room; count += 1) {
    weights.push(((weights.at(-1) ?? 0) * offered) / Math.min(count, places))
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / all)
}

describe('erlangC()', () => {
  test('is the load of a single place', () => {
    expect(erlangC(0.7, 1)).toBeCloseTo(0.7, 12)
    expect(erlangCMeanWaitMs(0.5, 1, 100)).toBeCloseTo(100, 9)
  })

  test('agrees with the states of the system, summed', () => {
    const waiting = states(8, 10, 2000).slice(10)
    expect(erlangC(8, 10)).toBeCloseTo(
      waiting.reduce((sum, share) => sum + share, 0),
      9,
    )
    const queued = waiting.reduce((sum, share, length) => sum + share * length, 0)
    expect(erlangCMeanWaitMs(8, 10, 100)).toBeCloseTo((queued / 8) * 100, 6)
  })

  test('is 1, and the wait endless, when the load is more than the places bear', () => {
    expect(erlangC(10, 10)).toBe(1)
    expect(erlangCMeanWaitMs(11, 10, 100)).toBe(Number.POSITIVE_INFINITY)
  })

  test('is a share, and at least that of Erlang B', () => {
    fc.assert(
      fc.property(load, servers, (offered, places) => {
        const waiting = erlangC(offered, places)
        expect(waiting).toBeLessThanOrEqual(1)
        expect(waiting).toBeGreaterThanOrEqual(erlangB(offered, places))
      }),
    )
  })
})

describe('finiteQueueRefused()', () => {
  test('agrees with the states of the system', () => {
    expect(finiteQueueRefused(12, 10, 5)).toBeCloseTo(states(12, 10, 5).at(-1) ?? 0, 12)
  })

  test('is Erlang B without a queue, and less with every place in it', () => {
    fc.assert(
      fc.property(load, servers, fc.nat(50), (offered, places, queue) => {
        expect(finiteQueueRefused(offered, places, 0)).toBe(erlangB(offered, places))
        // Far beyond what the places bear, another place in the queue changes less than a double can tell.
        const roundOff = 1 + 1e-12
        expect(finiteQueueRefused(offered, places, queue + 1)).toBeLessThanOrEqual(
          finiteQueueRefused(offered, places, queue) * roundOff,
        )
      }),
    )
  })
})
