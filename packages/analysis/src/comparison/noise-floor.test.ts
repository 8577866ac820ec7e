import { createRandom } from '@loadrun/random'
import { describe, expect, test } from 'vitest'
import { assessRepeats } from './assess-repeats.ts'
import { assessWindows } from './assess-windows.ts'
import { decide } from './decide.ts'

const straying = { standardError: 0.1, blocks: 10 }
const single = (before: number, after: number, unchanged: readonly (readonly number[])[]) =>
  assessWindows('perSecond', { value: before, straying }, { value: after, straying }, 0.01, unchanged)

describe('the noise floor of single runs', () => {
  test('is what two equal runs differ by in 95 of 100 cases', () => {
    const random = createRandom(7)
    const run = () => 100 + Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
    const floor =
      single(
        100,
        110,
        Array.from({ length: 40 }, () => [run(), run()]),
      )?.noiseFloor ?? Number.NaN
    let beyond = 0
    for (let pair = 0; pair < 1000; pair += 1) if (Math.abs(run() - run()) > floor) beyond += 1
    expect(beyond).toBeGreaterThan(15)
    expect(beyond).toBeLessThan(110)
  })

  test('takes a difference for none that equal runs have too, however sure the run itself is', () => {
    const decided = (unchanged: readonly (readonly number[])[]) => {
      const evidence = single(100, 95, unchanged)
      return evidence && decide(evidence, 'higher')
    }
    expect(decided([])).toBe('worse')
    expect(
      decided([
        [100, 99.9],
        [100.1, 100],
      ]),
    ).toBe('worse')
    expect(
      decided([
        [100, 90],
        [95, 104],
      ]),
    ).toBe('inconclusive')
  })

  test('is not known without two runs of which nothing was changed', () => {
    expect(single(100, 95, [])?.noiseFloor).toBeUndefined()
    expect(single(100, 95, [[100], []])?.noiseFloor).toBeUndefined()
  })
})

test('the noise floor of repeats is raised by other runs of which nothing was changed', () => {
  const floor = (unchanged: readonly (readonly number[])[]) =>
    assessRepeats('perSecond', [100, 101], [100, 101], 0, unchanged)?.noiseFloor ?? Number.NaN
  expect(floor([[90, 110, 130]])).toBeGreaterThan(floor([]))
})
