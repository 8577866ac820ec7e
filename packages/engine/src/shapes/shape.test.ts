import type { Load } from '@loadrun/plan'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Pacer, stripe } from './pacer.ts'
import { quotaOf } from './quota.ts'
import { type Shape, shapeOf } from './shape.ts'
import { share, shareOf } from './staffing.ts'

const rate = fc.double({ min: 0, max: 300, noNaN: true })
const durationMs = fc.integer({ min: 0, max: 10_000 })
const arrivals = fc.constantFrom('uniform' as const, 'poisson' as const)

const openLoads: fc.Arbitrary<Load> = fc.oneof(
  fc.record({
    executor: fc.constant('constant-arrival-rate' as const),
    ratePerSecond: rate,
    durationMs,
    arrivals,
    maxVUs: fc.constant(10),
  }),
  fc.record({
    executor: fc.constant('ramping-arrival-rate' as const),
    startRatePerSecond: rate,
    stages: fc.array(fc.record({ targetPerSecond: rate, durationMs }), { minLength: 1, maxLength: 4 }),
    arrivals,
    maxVUs: fc.constant(10),
  }),
  fc.record({
    executor: fc.constant('staircase-arrival-rate' as const),
    startRatePerSecond: rate,
    increasePerSecond: rate,
    levels: fc.integer({ min: 1, max: 5 }),
    levelDurationMs: fc.integer({ min: 1, max: 2000 }),
    arrivals,
    maxVUs: fc.constant(10),
  }),
)

const closedLoads: fc.Arbitrary<Load> = fc.oneof(
  fc.record({ executor: fc.constant('constant-vus' as const), vus: fc.integer({ min: 0, max: 50 }), durationMs }),
  fc.record({
    executor: fc.constant('ramping-vus' as const),
    startVUs: fc.integer({ min: 0, max: 50 }),
    stages: fc.array(fc.record({ targetVUs: fc.integer({ min: 0, max: 50 }), durationMs }), {
      minLength: 1,
      maxLength: 4,
    }),
    gracefulRampDownMs: fc.constant(0),
  }),
)

function open(load: Load, seed = 1): Extract<Shape, { model: 'open' }> {
  const shape = shapeOf(load, seed)
  if (shape.model !== 'open') throw new Error('The load is closed')
  return shape
}

function closed(load: Load) {
  const shape = shapeOf(load, 1)
  if (shape.model !== 'closed') throw new Error('The load is open')
  return shape.staffing
}

function allDue(pacer: Pacer): readonly number[] {
  const due: number[] = []
  for (let index = 0; ; index++) {
    const dueMs = pacer.dueMs(index)
    if (dueMs === undefined) return due
    due.push(dueMs)
  }
}

/** Arrivals that an open load's rate adds up to. */
function areaOf(load: Load): number {
  if (load.executor === 'constant-arrival-rate') return (load.ratePerSecond * load.durationMs) / 1000
  if (load.executor === 'staircase-arrival-rate') {
    const { startRatePerSecond, increasePerSecond, levels, levelDurationMs } = load
    return levels * (startRatePerSecond + (increasePerSecond * (levels - 1)) / 2) * (levelDurationMs / 1000)
  }
  if (load.executor !== 'ramping-arrival-rate') return Number.NaN
  let from = load.startRatePerSecond
  return load.stages.reduce((area, { targetPerSecond, durationMs }) => {
    const added = ((from + targetPerSecond) / 2) * (durationMs / 1000)
    from = targetPerSecond
    return area + added
  }, 0)
}

describe('a pacer', () => {
  test('has due times that never decrease and lie within the load', () => {
    fc.assert(
      fc.property(openLoads, (load) => {
        const { pacer, endMs } = open(load)
        const due = allDue(pacer)
        expect(due).toEqual(due.toSorted((a, b) => a - b))
        expect(due.every((dueMs) => dueMs >= 0 && dueMs < endMs)).toBe(true)
      }),
    )
  })

  test('has as many uniform arrivals as the area under its rate, the one at the start included', () => {
    fc.assert(
      fc.property(openLoads, (load) => {
        fc.pre('arrivals' in load && load.arrivals === 'uniform')
        const count = allDue(open(load).pacer).length
        expect(count).toBeGreaterThanOrEqual(Math.floor(areaOf(load) - 1e-6))
        expect(count).toBeLessThanOrEqual(Math.ceil(areaOf(load)))
      }),
    )
  })

  test('gives the same answer to the same index in any order', () => {
    fc.assert(
      fc.property(openLoads, fc.array(fc.nat(5000), { maxLength: 20 }), fc.integer(), (load, indexes, seed) => {
        const inOrder = allDue(open(load, seed).pacer)
        const { pacer } = open(load, seed)
        for (const index of indexes) expect(pacer.dueMs(index)).toBe(inOrder[index])
      }),
    )
  })

  test('is split by stripes into the same arrivals', () => {
    fc.assert(
      fc.property(openLoads, fc.integer({ min: 1, max: 5 }), (load, workers) => {
        const whole = allDue(open(load).pacer)
        const parts = Array.from({ length: workers }, (_, worker) => allDue(stripe(open(load).pacer, worker, workers)))
        expect(parts.flat().sort((a, b) => a - b)).toEqual(whole)
      }),
    )
  })
})

describe('constant-arrival-rate', () => {
  const load = { executor: 'constant-arrival-rate', ratePerSecond: 4, durationMs: 1000, maxVUs: 1 } as const

  test('is due at the start, then evenly', () => {
    expect(allDue(open({ ...load, arrivals: 'uniform' }).pacer)).toEqual([0, 250, 500, 750])
  })

  test('has no arrival at its end, where rounding would make one', () => {
    expect(allDue(open({ ...load, ratePerSecond: 1.1, durationMs: 10_000, arrivals: 'uniform' }).pacer)).toHaveLength(
      11,
    )
  })

  test('as Poisson has the mean and the spread of independent arrivals', () => {
    const due = allDue(open({ ...load, ratePerSecond: 1000, durationMs: 40_000, arrivals: 'poisson' }).pacer)
    // The count's standard deviation is √40,000 = 200.
    expect(Math.abs(due.length - 40_000)).toBeLessThan(800)
    const gaps = due.slice(1).map((dueMs, index) => dueMs - (due[index] ?? 0))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
    // The exponential distribution's standard deviation is its mean.
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1)
  })

  test('as Poisson comes out otherwise with another seed', () => {
    const poisson = { ...load, arrivals: 'poisson' } as const
    expect(open(poisson, 1).pacer.dueMs(0)).not.toBe(open(poisson, 2).pacer.dueMs(0))
  })
})

describe('ramping-arrival-rate', () => {
  const load = { executor: 'ramping-arrival-rate', startRatePerSecond: 0, arrivals: 'uniform', maxVUs: 1 } as const

  test('comes ever closer on the way up: arrival n at the root of n', () => {
    const { pacer } = open({ ...load, stages: [{ targetPerSecond: 20, durationMs: 10_000 }] })
    expect([0, 1, 4, 81].map((index) => pacer.dueMs(index))).toEqual([0, 1000, 2000, 9000])
  })

  test('is silent while the rate is 0, and jumps where a stage takes no time', () => {
    const stages = [
      { targetPerSecond: 0, durationMs: 5000 },
      { targetPerSecond: 10, durationMs: 0 },
      { targetPerSecond: 10, durationMs: 300 },
    ]
    expect(allDue(open({ ...load, stages }).pacer)).toEqual([5000, 5100, 5200])
  })
})

describe('staircase-arrival-rate', () => {
  test('keeps each level for its time, then takes the next', () => {
    const { pacer, endMs } = open({
      executor: 'staircase-arrival-rate',
      startRatePerSecond: 2,
      increasePerSecond: 2,
      levels: 2,
      levelDurationMs: 1000,
      arrivals: 'uniform',
      maxVUs: 1,
    })
    expect(allDue(pacer)).toEqual([0, 500, 1000, 1250, 1500, 1750])
    expect(endMs).toBe(2000)
  })
})

describe('a quota', () => {
  test('is split among workers into parts that add up to the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.nat(500),
        fc.integer({ min: 1, max: 6 }),
        (users, more, workers) => {
          for (const by of ['any', 'each'] as const) {
            const iterations = by === 'each' ? users * (more + 1) : users + more
            const parts = Array.from({ length: workers }, (_, worker) =>
              quotaOf({ users, iterations, by }, worker, workers),
            )
            expect(parts.reduce((sum, part) => sum + part.users, 0)).toBe(users)
            expect(parts.reduce((sum, part) => sum + part.iterations, 0)).toBe(iterations)
          }
        },
      ),
    )
  })
})

describe('a staffing', () => {
  test('is split into shares that add up to the whole at every moment', () => {
    fc.assert(
      fc.property(closedLoads, fc.integer({ min: 1, max: 5 }), fc.nat(40_000), (load, workers, elapsedMs) => {
        const parts = Array.from({ length: workers }, (_, worker) => share(closed(load), worker, workers))
        const users = parts.reduce((sum, part) => sum + part.usersAt(elapsedMs), 0)
        expect(users).toBe(closed(load).usersAt(elapsedMs))
      }),
    )
  })

  test('does not change before it says so', () => {
    fc.assert(
      fc.property(closedLoads, (load) => {
        const staffing = closed(load)
        let elapsedMs = 0
        for (let changes = 0; changes < 500; changes++) {
          const nextMs = staffing.nextChangeMs(elapsedMs)
          if (nextMs === undefined) break
          expect(nextMs).toBeGreaterThan(elapsedMs)
          const early = staffing.usersAt(elapsedMs + (nextMs - elapsedMs) * 0.001)
          const late = staffing.usersAt(elapsedMs + (nextMs - elapsedMs) * 0.999)
          expect([early, late]).toEqual([staffing.usersAt(elapsedMs), staffing.usersAt(elapsedMs)])
          elapsedMs = nextMs
        }
        expect(staffing.usersAt(staffing.endMs)).toBe(0)
      }),
    )
  })
})

describe('ramping-vus', () => {
  test('goes up and down in straight lines', () => {
    const staffing = closed({
      executor: 'ramping-vus',
      startVUs: 0,
      stages: [
        { targetVUs: 10, durationMs: 1000 },
        { targetVUs: 10, durationMs: 500 },
        { targetVUs: 0, durationMs: 100 },
      ],
      gracefulRampDownMs: 0,
    })
    expect([0, 49, 50, 100, 500, 999, 1200, 1550, 1600].map((ms) => staffing.usersAt(ms))).toEqual([
      0, 0, 1, 1, 5, 10, 10, 5, 0,
    ])
    expect([0, 50, 960, 1000].map((ms) => staffing.nextChangeMs(ms))).toEqual([50, 150, 1000, 1500])
  })
})

describe('shareOf()', () => {
  test('gives the first workers one more where it does not come out even', () => {
    expect([0, 1, 2].map((worker) => shareOf(7, worker, 3))).toEqual([3, 2, 2])
    expect([0, 1, 2].map((worker) => shareOf(1, worker, 3))).toEqual([1, 0, 0])
  })
})
