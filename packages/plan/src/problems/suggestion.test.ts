import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'
import { suggest } from './suggestion.ts'

describe('editDistance()', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ca', 'ac', 1],
    ['concurency', 'concurrency', 1],
    ['rtae', 'rate', 1],
  ])('from %s to %s is %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance)
  })

  test('is symmetric, zero for the same word alone, and no more than the longer word', () => {
    const word = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b)
        expect(distance).toBe(editDistance(b, a))
        expect(distance === 0).toBe(a === b)
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })
})

describe('suggest()', () => {
  const keys = ['concurrency', 'latency', 'work', 'onDisconnect', 'idleTimeout', 'readTimeout', 'port']

  test.each([
    ['concurency', 'concurrency'],
    ['on-disconnect', 'onDisconnect'],
    ['ondisconnect', 'onDisconnect'],
    ['ports', 'port'],
    ['latecny', 'latency'],
  ])('takes %s for %s', (word, meant) => {
    expect(suggest(word, keys)).toBe(meant)
  })

  test('says nothing where no key is near', () => {
    expect(suggest('colour', keys)).toBeUndefined()
    expect(suggest('x', keys)).toBeUndefined()
    expect(suggest('a'.repeat(100_000), keys)).toBeUndefined()
  })
})
