import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ManualClock } from './manual-clock.ts'
import { type SlotLimits, type SlotSeeker, Slots } from './slots.ts'

function setUp(limits: SlotLimits) {
  const clock = new ManualClock()
  const slots = new Slots(limits, clock)
  const told: string[] = []
  const seeker = (name: string) => ({
    admitted: () => void told.push(`${name} in at ${clock.nowMs()}`),
    refused: (because: string) => void told.push(`${name} refused at ${clock.nowMs()}: ${because}`),
  })
  const enter = (name: string) => {
    const one = seeker(name)
    slots.enter(one)
    return one
  }
  return { clock, slots, told, enter }
}

describe('Slots', () => {
  test('admit up to the limit, queue up to the room, refuse the others', () => {
    const { slots, told, enter } = setUp({ slots: 1, queue: 1 })
    for (const name of ['a', 'b', 'c']) enter(name)
    expect(told).toEqual(['a in at 0', 'c refused at 0: full'])
    expect([slots.inUse, slots.waiting]).toEqual([1, 1])
    slots.leave()
    expect(told.at(-1)).toBe('b in at 0')
    slots.leave()
    expect([slots.inUse, slots.waiting]).toEqual([0, 0])
  })

  test('admit those that wait in the order they came', () => {
    const { slots, told, enter } = setUp({ slots: 1, queue: undefined })
    for (const name of ['a', 'b', 'c', 'd']) enter(name)
    for (let left = 0; left < 3; left += 1) slots.leave()
    expect(told).toEqual(['a in at 0', 'b in at 0', 'c in at 0', 'd in at 0'])
  })

  test('refuse who has waited too long, and nobody who has been admitted', () => {
    const { clock, slots, told, enter } = setUp({ slots: 1, queue: 5, queueTimeoutMs: 100 })
    for (const name of ['a', 'b']) enter(name)
    clock.advance(60)
    enter('c')
    slots.leave()
    clock.advance(1000)
    expect(told).toEqual(['a in at 0', 'b in at 60', 'c refused at 160: waited-too-long'])
    expect(clock.timers).toBe(0)
  })

  test('forget who has withdrawn', () => {
    const { clock, slots, told, enter } = setUp({ slots: 1, queue: 5, queueTimeoutMs: 100 })
    enter('a')
    slots.withdraw(enter('b'))
    slots.leave()
    clock.advance(1000)
    expect(told).toEqual(['a in at 0'])
    expect(slots.inUse).toBe(0)
  })

  test('have no limit where none is given', () => {
    const { slots, enter } = setUp({ slots: undefined, queue: 0 })
    for (let one = 0; one < 1000; one += 1) enter(String(one))
    expect(slots.inUse).toBe(1000)
  })

  test('pass on through a long queue of those that leave at once', () => {
    const { slots, enter } = setUp({ slots: 1, queue: undefined })
    enter('holder')
    let admitted = 0
    for (let one = 0; one < 50_000; one += 1) {
      slots.enter({
        admitted: () => {
          admitted += 1
          slots.leave()
        },
        refused: () => {},
      })
    }
    slots.leave()
    expect([admitted, slots.inUse, slots.waiting]).toEqual([50_000, 0, 0])
  })

  test('never exceed limit or room, and let nobody wait while a slot is free', () => {
    const act = fc.constantFrom('enter', 'leave', 'withdraw', 'time')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(3),
        fc.array(act, { maxLength: 200 }),
        (limit, queue, acts) => {
          const { clock, slots, enter } = setUp({ slots: limit, queue, queueTimeoutMs: 50 })
          const entered: SlotSeeker[] = []
          for (const each of acts) {
            if (each === 'enter') entered.push(enter('x'))
            if (each === 'leave' && slots.inUse > 0) slots.leave()
            if (each === 'time') clock.advance(20)
            const last = entered.at(-1)
            if (each === 'withdraw' && last !== undefined) slots.withdraw(last)
            expect(slots.inUse).toBeLessThanOrEqual(limit)
            expect(slots.waiting).toBeLessThanOrEqual(queue)
            if (slots.waiting > 0) expect(slots.inUse).toBe(limit)
          }
        },
      ),
    )
  })
})
