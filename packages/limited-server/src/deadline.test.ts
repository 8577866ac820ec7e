import { expect, test } from 'vitest'
import { Deadline } from './deadline.ts'
import { ManualClock } from './manual-clock.ts'

function setUp() {
  const clock = new ManualClock()
  const passedAtMs: number[] = []
  return { clock, passedAtMs, deadline: new Deadline(clock, () => passedAtMs.push(clock.nowMs())) }
}

test('a deadline passes once', () => {
  const { clock, passedAtMs, deadline } = setUp()
  deadline.set(50)
  clock.advance(1000)
  expect(passedAtMs).toEqual([50])
})

test('a deadline moved later passes later, with one timer', () => {
  const { clock, passedAtMs, deadline } = setUp()
  deadline.set(50)
  clock.advance(40)
  deadline.set(50)
  expect(clock.timers).toBe(1)
  clock.advance(1000)
  expect(passedAtMs).toEqual([90])
})

test('a deadline moved earlier passes earlier', () => {
  const { clock, passedAtMs, deadline } = setUp()
  deadline.set(500)
  deadline.set(50)
  clock.advance(1000)
  expect(passedAtMs).toEqual([50])
})

test('a deadline that is lifted or cancelled never passes', () => {
  const { clock, passedAtMs, deadline } = setUp()
  deadline.set(50)
  deadline.set(undefined)
  clock.advance(1000)
  deadline.set(50)
  deadline.cancel()
  clock.advance(1000)
  expect(passedAtMs).toEqual([])
  expect(clock.timers).toBe(0)
})
