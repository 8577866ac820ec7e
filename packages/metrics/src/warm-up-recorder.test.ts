import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeMetrics } from './merge.ts'
import type { Metrics } from './metrics.ts'
import { Recorder } from './recorder.ts'
import { failure, sample } from './testing/samples.ts'

const warmUpMs = 1000

/** Requests, iterations and what the generator saw, all due at these moments. */
function recorded(dueMs: readonly number[]): Recorder {
  const recorder = new Recorder({ warmUpMs })
  const requests = recorder.request('s', 'x')
  for (const atMs of dueMs) {
    recorder.scenario('s').started(atMs)
    requests.record(sample({ dueMs: atMs, endMs: atMs + 5000 }))
    requests.check('is quick', true, undefined, atMs)
    recorder.generator.late(1, atMs)
    recorder.custom.add({ name: 'sold', kind: 'counter', isTime: false }, 1, atMs)
    recorder.scenario('s').completed(5000, atMs)
  }
  return recorder
}

describe('a warm-up', () => {
  test('has all that fell due in it, however late it ended, and nothing else has any of it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000)), (dueMs) => {
        const recorder = recorded(dueMs)
        const taken = recorder.take(8000)
        const warm = dueMs.filter((atMs) => atMs < warmUpMs).length
        const counted = dueMs.length - warm
        for (const { warmUp, scenarios, requests, custom } of [taken, recorder.total()]) {
          expect(warmUp?.requests ?? 0).toBe(warm)
          expect(warmUp?.iterations ?? 0).toBe(warm)
          expect(scenarios.s ?? { planned: 0, iterations: 0 }).toMatchObject({ planned: counted, iterations: counted })
          expect(requests['s/x'] ?? { sent: 0, ok: { count: 0 } }).toMatchObject({
            sent: counted,
            ok: { count: counted },
          })
          expect(requests['s/x']?.checks['is quick']?.passes ?? 0).toBe(counted)
          expect(custom?.sold ?? { sum: 0 }).toMatchObject({ sum: counted })
        }
        expect(recorder.scenario('s').iterations).toEqual({ active: 0, completed: dueMs.length, interrupted: 0 })
      }),
    )
  })

  test('that is none has nothing, not even what was due before the load', () => {
    const recorder = new Recorder()
    recorder.request('s', 'x').record(sample({ dueMs: -0.5 }))
    expect(recorder.take(1000)).not.toHaveProperty('warmUp')
    expect(recorder.total().requests['s/x']?.sent).toBe(1)
  })

  test('counts failures by cause, and arrivals that found no user; merging adds them up', () => {
    const recorder = new Recorder({ warmUpMs })
    recorder.request('s', 'x').record(sample({ dueMs: 10, failure: failure({ cause: 'reset' }) }))
    recorder.scenario('s').dropped(2, 20)
    recorder.scenario('s').started(30)
    recorder.scenario('s').interrupted(30)
    const one = recorder.take(1000)
    expect(one.warmUp).toEqual({ requests: 1, failures: { reset: 1 }, iterations: 1, droppedIterations: 2 })
    const later: Metrics = recorder.take(2000)
    expect(later).not.toHaveProperty('warmUp')
    expect(mergeMetrics(one, later).warmUp).toEqual(one.warmUp)
    expect(mergeMetrics(one, one).warmUp).toEqual({
      requests: 2,
      failures: { reset: 2 },
      iterations: 2,
      droppedIterations: 4,
    })
  })
})
