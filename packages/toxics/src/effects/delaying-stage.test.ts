import { createRandom } from '@loadrun/random'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../clock.ts'
import type { Phase } from '../phase.ts'
import type { Piece } from '../piece.ts'
import { bandwidthPace } from './bandwidth.ts'
import { DelayingStage } from './delaying-stage.ts'
import { latencyPace } from './latency.ts'
import type { Pace } from './pace.ts'
import { slicerPace } from './slicer.ts'
import { slowClosePace } from './slow-close.ts'
import { stallPace } from './stall.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const always: Phase = { fromMs: 0, toMs: Number.POSITIVE_INFINITY }

interface Left {
  readonly atMs: number
  readonly piece: Piece
}

function stageWith(pace: Pace, phase = always): { stage: DelayingStage; left: Left[] } {
  const left: Left[] = []
  const startMs = systemClock.nowMs()
  const stage = new DelayingStage(pace, {
    clock: systemClock,
    random: createRandom(1),
    phase: { fromMs: startMs + phase.fromMs, toMs: startMs + phase.toMs },
    next: (piece) => left.push({ atMs: Math.round(systemClock.nowMs() - startMs), piece }),
    dropped: () => {},
  })
  return { stage, left }
}

const data = (text: string): Piece => ({ kind: 'data', data: Buffer.from(text) })
const fin: Piece = { kind: 'end', how: 'fin' }

function told(left: readonly Left[]): string {
  return left.map(({ atMs, piece }) => `${atMs}:${piece.kind === 'data' ? piece.data : piece.how}`).join(' ')
}

describe('latency', () => {
  test('delays each piece by as much, and the end with them', () => {
    const { stage, left } = stageWith(latencyPace(100, 0, createRandom(1)))
    stage.take(data('a'))
    vi.advanceTimersByTime(30)
    stage.take(data('b'))
    stage.take(fin)
    vi.advanceTimersByTime(1000)
    expect(told(left)).toBe('100:a 130:b 130:fin')
  })

  test('lets jitter overtake nothing', () => {
    const { stage, left } = stageWith(latencyPace(50, 50, createRandom(7)))
    const letters = [...'abcdefghijklmnopqrstuvwxyz']
    for (const letter of letters) {
      stage.take(data(letter))
      vi.advanceTimersByTime(5)
    }
    vi.advanceTimersByTime(1000)
    expect(left.map(({ piece }) => (piece.kind === 'data' ? String(piece.data) : ''))).toEqual(letters)
    const times = left.map(({ atMs }) => atMs)
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
    expect(new Set(times).size).toBeGreaterThan(2)
  })

  test('leaves alone what comes before and after its phase, and lets go what it holds when that ends', () => {
    const { stage, left } = stageWith(latencyPace(100, 0, createRandom(1)), { fromMs: 10, toMs: 60 })
    stage.take(data('a'))
    vi.advanceTimersByTime(20)
    stage.take(data('b'))
    vi.advanceTimersByTime(60)
    stage.take(data('c'))
    expect(told(left)).toBe('0:a 60:b 80:c')
  })
})

describe('bandwidth', () => {
  test('lets bytes trickle at its rate', () => {
    const { stage, left } = stageWith(bandwidthPace(100))
    stage.take(data('0123456789'))
    stage.take(fin)
    vi.advanceTimersByTime(1000)
    expect(told(left)).toBe('50:01234 100:56789 100:fin')
  })

  test('does not make up for time in which nothing came', () => {
    const { stage, left } = stageWith(bandwidthPace(100))
    stage.take(data('01234'))
    vi.advanceTimersByTime(5000)
    stage.take(data('0123456789'))
    vi.advanceTimersByTime(1000)
    expect(told(left)).toBe('50:01234 5050:01234 5100:56789')
  })
})

describe('slicer', () => {
  test('sends slices of its size, one after another', () => {
    const { stage, left } = stageWith(slicerPace(3, 0, 10, createRandom(1)))
    stage.take(data('abcdefgh'))
    stage.take(fin)
    vi.advanceTimersByTime(1000)
    expect(told(left)).toBe('0:abc 10:def 20:gh 20:fin')
  })

  test('varies sizes within its bounds', () => {
    const { stage, left } = stageWith(slicerPace(10, 4, 0, createRandom(1)))
    stage.take({ kind: 'data', data: Buffer.alloc(10_000) })
    const sizes = left.slice(0, -1).map(({ piece }) => (piece.kind === 'data' ? piece.data.length : 0))
    expect(Math.min(...sizes)).toBe(6)
    expect(Math.max(...sizes)).toBe(14)
  })
})

describe('slow_close', () => {
  test('delays the end alone', () => {
    const { stage, left } = stageWith(slowClosePace(100))
    stage.take(data('a'))
    stage.take(fin)
    vi.advanceTimersByTime(1000)
    expect(told(left)).toBe('0:a 100:fin')
  })
})

describe('stall', () => {
  test('holds everything until its phase ends', () => {
    const { stage, left } = stageWith(stallPace, { fromMs: 0, toMs: 500 })
    stage.take(data('a'))
    vi.advanceTimersByTime(400)
    stage.take(data('b'))
    stage.take(fin)
    vi.advanceTimersByTime(200)
    stage.take(data('c'))
    expect(told(left)).toBe('500:a 500:b 500:fin 600:c')
  })

  test('holds for ever where the phase does not end', () => {
    const { stage, left } = stageWith(stallPace)
    stage.take(data('a'))
    vi.advanceTimersByTime(30 * 24 * 3_600_000)
    expect(left).toEqual([])
    stage.drop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

const paces = fc.oneof(
  fc
    .record({ latency: fc.nat(300), jitter: fc.nat(300) })
    .map((p) => latencyPace(p.latency, p.jitter, createRandom(3))),
  fc.integer({ min: 1, max: 100_000 }).map(bandwidthPace),
  fc
    .record({ average: fc.integer({ min: 2, max: 50 }), delay: fc.nat(20) })
    .map((p) => slicerPace(p.average, p.average - 1, p.delay, createRandom(3))),
  fc.nat(300).map(slowClosePace),
  fc.constant(stallPace),
)

test('a DelayingStage gives every byte on, in order, with the end last, whatever its pace and phase', () => {
  const sent = fc.array(fc.record({ afterMs: fc.nat(200), data: fc.uint8Array({ minLength: 1, maxLength: 200 }) }))
  const phases = fc.record({ fromMs: fc.nat(500), lengthMs: fc.integer({ min: 1, max: 500 }) })
  fc.assert(
    fc.property(paces, phases, sent, (pace, { fromMs, lengthMs }, pieces) => {
      const { stage, left } = stageWith(pace, { fromMs, toMs: fromMs + lengthMs })
      for (const piece of pieces) {
        vi.advanceTimersByTime(piece.afterMs)
        stage.take({ kind: 'data', data: Buffer.from(piece.data) })
      }
      stage.take(fin)
      vi.advanceTimersByTime(2000)
      expect(left.at(-1)?.piece).toEqual(fin)
      const arrived = left.flatMap(({ piece }) => (piece.kind === 'data' ? [piece.data] : []))
      expect(Buffer.concat(arrived)).toEqual(Buffer.concat(pieces.map((piece) => piece.data)))
      expect(vi.getTimerCount()).toBe(0)
    }),
  )
})

test('bandwidth never lets more bytes through than its rate allows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 1_000_000 }),
      fc.array(fc.record({ afterMs: fc.nat(100), bytes: fc.integer({ min: 1, max: 5000 }) }), { minLength: 1 }),
      (bytesPerSecond, pieces) => {
        const { stage, left } = stageWith(bandwidthPace(bytesPerSecond))
        for (const { afterMs, bytes } of pieces) {
          vi.advanceTimersByTime(afterMs)
          stage.take({ kind: 'data', data: Buffer.alloc(bytes) })
        }
        vi.advanceTimersByTime(10_000)
        let passed = 0
        for (const { atMs, piece } of left) {
          passed += piece.kind === 'data' ? piece.data.length : 0
          // Rounding of times to whole milliseconds lets through one more millisecond's worth.
          expect(passed).toBeLessThanOrEqual(((atMs + 1) / 1000) * bytesPerSecond)
        }
        stage.drop()
      },
    ),
  )
})
