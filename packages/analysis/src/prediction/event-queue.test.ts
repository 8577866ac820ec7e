import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventQueue } from './event-queue.ts'

describe('EventQueue', () => {
  test('runs events in the order of their time, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (timesMs) => {
        const queue = new EventQueue()
        const ran: number[] = []
        for (const atMs of timesMs) queue.add(atMs, () => ran.push(atMs))
        let previousMs = 0
        for (let atMs = queue.runNext(); atMs !== undefined; atMs = queue.runNext()) {
          expect(atMs).toBeGreaterThanOrEqual(previousMs)
          previousMs = atMs
        }
        expect(ran).toEqual(timesMs.toSorted((a, b) => a - b))
        expect(queue.nextMs).toBeUndefined()
      }),
    )
  })

  test('takes events that an event adds', () => {
    const queue = new EventQueue()
    const ran: string[] = []
    queue.add(2, () => ran.push('second'))
    queue.add(1, () => queue.add(1.5, () => ran.push('added')))
    while (queue.runNext() !== undefined);
    expect(ran).toEqual(['added', 'second'])
  })
})
