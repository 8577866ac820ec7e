import { expect, test } from 'vitest'
import { median, ratios, spread } from './spread.ts'

test('median() is the middle, or between the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, 0])
})

test('spread() is the distance between the ends as a share of the median', () => {
  expect([spread([9, 10, 11]), spread([5]), spread([])]).toEqual([0.2, 0, 0])
})

test('ratios() compare what was measured in the same round', () => {
  expect(ratios([10, 30], [5, 10])).toEqual([2, 3])
})
