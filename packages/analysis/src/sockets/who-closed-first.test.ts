import type { SocketSample, StateCounts } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { steadyClosing } from './steady-closing.ts'
import { whoClosedFirst } from './who-closed-first.ts'

function sample(from: StateCounts, to: StateCounts, atMs = 0): SocketSample {
  return { atMs, legs: { leg: { from, to, portsToBusiestDestination: 0 } }, counters: {} }
}

describe('whoClosedFirst()', () => {
  test('is the connecting end where TIME_WAIT lies there, counted over more than its 60 s', () => {
    const samples = steadyClosing({ open: 1000, closesPerSecond: 333, untilMs: 90_000 })
    expect(whoClosedFirst(samples, 'leg')).toMatchObject({ end: 'from', fromShare: 1, from: { timeWaits: 90 * 333 } })
  })

  test('is the listening end where most of TIME_WAIT lies there', () => {
    const { end, fromShare } = whoClosedFirst([sample({ TIME_WAIT: 50 }, { TIME_WAIT: 950 })], 'leg')
    expect(end).toBe('to')
    expect(fromShare).toBeCloseTo(0.05)
  })

  test('is both where neither has nearly all', () => {
    expect(whoClosedFirst([sample({ TIME_WAIT: 560 }, { TIME_WAIT: 1440 })], 'leg').end).toBe('both')
  })

  test('is the connecting end where it gave up while the other works on, counted once though seen at both ends', () => {
    const samples = [
      sample({ FIN_WAIT2: 300 }, { CLOSE_WAIT: 310 }),
      sample({ FIN_WAIT2: 751 }, { CLOSE_WAIT: 760, LAST_ACK: 2 }, 1000),
      sample({ TIME_WAIT: 0 }, { TIME_WAIT: 200 }, 2000),
    ]
    const closed = whoClosedFirst(samples, 'leg')
    expect(closed.from).toEqual({ timeWaits: 0, waitingForPeer: 751, closedByPeer: 0 })
    expect(closed.to).toEqual({ timeWaits: 200, waitingForPeer: 0, closedByPeer: 762 })
    expect(closed.fromShare).toBeCloseTo(762 / 962)
  })

  test('is told from one end alone', () => {
    expect(whoClosedFirst([sample({ CLOSE_WAIT: 40 }, {})], 'leg').end).toBe('to')
    expect(whoClosedFirst([sample({}, { CLOSE_WAIT: 40 })], 'leg').end).toBe('from')
  })

  test('is neither without a trace', () => {
    expect(whoClosedFirst([sample({ ESTABLISHED: 1000 }, { ESTABLISHED: 1000 })], 'leg')).toMatchObject({
      end: 'neither',
      fromShare: undefined,
    })
    expect(whoClosedFirst([], 'leg').end).toBe('neither')
  })
})
