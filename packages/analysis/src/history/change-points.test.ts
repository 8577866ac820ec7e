import { createRandom, type Random } from '@loadrun/random'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changePoints } from './change-points.ts'

const look = (values: readonly number[], seed = 1) =>
  changePoints(values, { alpha: 0.05, permutations: 199, random: createRandom(seed) }).map(({ at }) => at)

/** The sum of twelve draws is normal enough. */
const noise = (random: Random) => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
const around = (level: number, count: number, random: Random) =>
  Array.from({ length: count }, () => level + noise(random))

describe('changePoints()', () => {
  test('finds where a level changes, and changes back', () => {
    const random = createRandom(3)
    const values = [...around(100, 15, random), ...around(110, 15, random), ...around(100, 15, random)]
    expect(look(values)).toEqual([15, 30])
  })

  test('finds nothing in what is always the same, nor in too few values', () => {
    expect(look(Array.from({ length: 30 }, () => 7))).toEqual([])
    expect(look([1, 1, 1, 100, 100])).toEqual([])
    expect(look([])).toEqual([])
  })

  test('does not take one outlier for a change', () => {
    const values = around(100, 30, createRandom(4))
    values[12] = 150
    expect(look(values)).toEqual([])
  })

  test('marks a change where there is none in about 5 % of series', () => {
    const random = createRandom(5)
    let wrong = 0
    for (let series = 0; series < 200; series += 1) if (look(around(0, 20, random), series).length > 0) wrong += 1
    // 5 % of 200, give or take three standard deviations.
    expect(wrong).toBeLessThanOrEqual(19)
  })

  const values = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { maxLength: 25 })

  test('says the same with the same seed, of moved and of stretched values', () => {
    const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 20 })
    fc.assert(
      fc.property(series, fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(2, 8, 0.5), (all, move, stretch) => {
        const found = look(all)
        expect(look(all)).toEqual(found)
        expect(look(all.map((value) => (value + move) * stretch))).toEqual(found)
      }),
      { numRuns: 25 },
    )
  })

  test('keeps changes in order, and at least three values between them', () => {
    fc.assert(
      fc.property(values, (all) => {
        const edges = [0, ...look(all), all.length]
        if (edges.length > 2) {
          for (const [place, edge] of edges.slice(1).entries())
            expect(edge - (edges[place] ?? 0)).toBeGreaterThanOrEqual(3)
        }
      }),
      { numRuns: 25 },
    )
  })
})
