import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FailureLog } from './failure-log.ts'

const failure = fc.record({
  cause: fc.constantFrom('status' as const, 'timeout' as const, 'reset' as const),
  status: fc.constantFrom(undefined, 500, 503),
  message: fc.integer({ min: 0, max: 200 }).map((number) => Buffer.from(`text ${number}`)),
})

test('FailureLog loses no failure, and keeps apart a bounded number of texts', () => {
  fc.assert(
    fc.property(fc.array(failure, { maxLength: 500 }), (failures) => {
      const log = new FailureLog()
      for (const [index, each] of failures.entries()) log.add(each, index)
      const groups = log.groups(0)
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(failures.length)
      // 50 texts, and what does not fit once for each of three causes and three statuses.
      expect(groups.length).toBeLessThanOrEqual(50 + 9)
      for (const { firstMs, lastMs, count } of groups) expect(lastMs - firstMs).toBeGreaterThanOrEqual(count - 1)
    }),
  )
})

test('FailureLog gathers texts past the fiftieth under one', () => {
  const log = new FailureLog()
  for (let index = 0; index < 60; index += 1) {
    log.add({ cause: 'status', status: 503, message: Buffer.from(`request ${index}`) }, index)
  }
  log.add({ cause: 'status', status: 503, message: Buffer.from('request 3') }, 60)
  expect(log.groups(10)[3]).toEqual({
    cause: 'status',
    status: 503,
    text: 'request 3',
    count: 2,
    firstMs: -7,
    lastMs: 50,
  })
  expect(log.groups(10).at(-1)).toEqual({
    cause: 'status',
    status: 503,
    text: '(further texts, not kept apart)',
    count: 10,
    firstMs: 40,
    lastMs: 49,
  })
})

test('FailureLog keeps the start of a long text', () => {
  const log = new FailureLog()
  log.add({ cause: 'status', status: 500, message: Buffer.from('é'.repeat(5000)) }, 0)
  expect(log.groups(0)[0]?.text).toBe('é'.repeat(1000))
})
