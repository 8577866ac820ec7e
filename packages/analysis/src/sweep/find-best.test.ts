import { createRandom } from '@loadrun/random'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { medianOf } from '../statistics/median.ts'
import { type Contender, findBest } from './find-best.ts'

const tolerance = 0.05

function contender(point: number, made: Partial<Contender>): Contender {
  return { point, goodput: [100], straying: undefined, simulated: [], waitMs: 0, ...made }
}

/** Runs around a value that stray by a hundredth of it. */
function runsAround(value: number, runs = 7): readonly number[] {
  return Array.from({ length: runs }, (_, run) => value * (1 + (0.01 * (run - (runs - 1) / 2)) / runs))
}

function standings(contenders: readonly Contender[]) {
  return findBest(contenders, tolerance)?.others.map(
    ({ verdict, by }) => `${verdict}${by === undefined ? '' : ` by ${by}`}`,
  )
}

describe('findBest()', () => {
  test('has no answer without contenders', () => {
    expect(findBest([], tolerance)).toBeUndefined()
  })

  test('takes the highest median goodput, and of equal ones the shortest wait', () => {
    expect(findBest([contender(0, { goodput: [1, 9, 2] }), contender(1, { goodput: [3] })], tolerance)?.point).toBe(1)
    expect(findBest([contender(0, { waitMs: 900 }), contender(1, { waitMs: 500 })], tolerance)?.point).toBe(1)
  })

  test('tells points apart by their runs', () => {
    const [best, close, far] = [100, 99.9, 80].map((value, point) => contender(point, { goodput: runsAround(value) }))
    if (!best || !close || !far) throw new Error('three are wanted')
    expect(standings([best, close, far])).toEqual(['same by runs', 'lower by runs'])
  })

  test('does not tell single runs apart of which it is not known how far they stray', () => {
    expect(standings([contender(0, {}), contender(1, { goodput: [10] })])).toEqual(['unknown'])
  })

  test('tells single runs apart by simulations, where these expect what was measured', () => {
    const best = contender(0, { simulated: runsAround(100) })
    expect(standings([best, contender(1, { goodput: [80], simulated: runsAround(80) })])).toEqual([
      'lower by simulation',
    ])
    expect(standings([best, contender(1, { goodput: [99], simulated: runsAround(99.9) })])).toEqual([
      'same by simulation',
    ])
    expect(standings([best, contender(1, { goodput: [80], simulated: runsAround(60) })])).toEqual(['unknown'])
    expect(standings([best, contender(1, { goodput: [80] })])).toEqual(['unknown'])
  })

  test('does not call a point lower that simulations expect to be higher', () => {
    const best = contender(0, { simulated: runsAround(100) })
    expect(standings([best, contender(1, { goodput: [99], simulated: runsAround(103.5) })])).not.toContain(
      'lower by simulation',
    )
  })

  test('trusts single runs whose windows lie far apart', () => {
    const straying = { standardError: 0.5, blocks: 10 }
    expect(standings([contender(0, { straying }), contender(1, { goodput: [50], straying })])).toEqual([
      'lower by runs',
    ])
    expect(
      standings([
        contender(0, { straying }),
        contender(1, { goodput: [94], straying: { ...straying, standardError: 9 } }),
      ]),
    ).toEqual(['unknown'])
  })

  test('asks more of a difference the more points there are', () => {
    const pair = [contender(0, { goodput: runsAround(100, 5) }), contender(1, { goodput: runsAround(80, 5) })]
    expect(standings(pair)).toEqual(['lower by runs'])
    const many = Array.from({ length: 8 }, (_, place) => contender(place + 2, { goodput: runsAround(80, 5) }))
    expect(new Set(standings([...pair, ...many]))).toEqual(new Set(['unknown']))
  })

  test('names every other contender once, and none that has a higher goodput', () => {
    const goodput = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(goodput, { minLength: 1, maxLength: 6 }), (all) => {
        const best = findBest(
          all.map((runs, point) => contender(point, { goodput: runs, simulated: runs })),
          tolerance,
        )
        expect([best?.point, ...(best?.others.map(({ point }) => point) ?? [])].sort()).toEqual([...all.keys()])
        const highest = medianOf(all[best?.point ?? 0] ?? []) ?? 0
        for (const runs of all) expect(medianOf(runs)).toBeLessThanOrEqual(highest)
      }),
    )
  })

  test('finds equal points lower in at most 5 % of sweeps', () => {
    let wrong = 0
    const random = createRandom(5)
    const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
    for (let sweep = 0; sweep < 400; sweep += 1) {
      const points = Array.from({ length: 5 }, (_, point) =>
        contender(point, { goodput: Array.from({ length: 7 }, () => 100 + 3 * normal()) }),
      )
      if (findBest(points, 0)?.others.some(({ verdict }) => verdict === 'lower')) wrong += 1
    }
    expect(wrong).toBeLessThanOrEqual(20)
  })
})
