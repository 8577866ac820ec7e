import { describe, expect, test } from 'vitest'
import { plannedEndMs } from '../planned-end.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

const step = 'steps: [{ get: / }]'

function written(maxDuration: string, scenarios: string): string {
  return `{ target: "http://a", maxDuration: ${maxDuration}, scenarios: { ${scenarios} } }`
}

function loadOf(maxDuration: string, load: string) {
  const [scenario] = planOf(written(maxDuration, `a: { ${load}, ${step} }`)).scenarios
  return { ...scenario?.load, gracefulStopMs: scenario?.gracefulStopMs }
}

describe('maxDuration', () => {
  test.each([
    ['constant-arrival-rate, rate: 1/s, duration: 10s', { durationMs: 4000 }],
    ['constant-vus, duration: 10s', { durationMs: 4000 }],
    ['shared-iterations', { maxDurationMs: 4000 }],
    ['per-vu-iterations, maxDuration: 5s', { maxDurationMs: 4000 }],
    ['staircase-arrival-rate, startRate: 1, increase: 1, levels: 5, levelDuration: 2s', { levels: 2 }],
    ['staircase-arrival-rate, startRate: 1, increase: 1, levels: 5, levelDuration: 5s', { levelDurationMs: 4000 }],
  ])('ends a load earlier: %s', (load, cut) => {
    expect(loadOf('4s', `executor: ${load}`)).toMatchObject({ ...cut, gracefulStopMs: 0 })
  })

  test('ends a ramp where it has come to by then', () => {
    const stages = 'stages: [{ duration: 2s, target: 10 }, { duration: 4s, target: 30 }, { duration: 1s, target: 0 }]'
    expect(loadOf('4s', `executor: ramping-vus, startVUs: 0, ${stages}`)).toMatchObject({
      stages: [
        { targetVUs: 10, durationMs: 2000 },
        { targetVUs: 20, durationMs: 2000 },
      ],
    })
    expect(loadOf('1s', `executor: ramping-arrival-rate, ${stages}`)).toMatchObject({
      stages: [{ targetPerSecond: 5, durationMs: 1000 }],
    })
    expect(loadOf('2s', `executor: ramping-arrival-rate, ${stages}`)).toMatchObject({
      stages: [{ targetPerSecond: 10, durationMs: 2000 }],
    })
  })

  test('leaves a load that ends before it as it is, with what remains as its graceful stop', () => {
    expect(loadOf('14s', 'executor: constant-vus, duration: 10s')).toMatchObject({
      durationMs: 10_000,
      gracefulStopMs: 4000,
    })
    expect(loadOf('1m', 'executor: constant-vus, duration: 10s')).toMatchObject({ gracefulStopMs: 30_000 })
  })

  test('counts from the start of the run, for scenarios that begin later as well', () => {
    const first = `a: { executor: constant-vus, duration: 10s, ${step} }`
    const plan = planOf(written('15s', `${first}, b: { executor: constant-vus, startAfter: a, duration: 1m, ${step} }`))
    expect(plan.scenarios.map(({ startMs, load }) => [startMs, load])).toMatchObject([
      [0, { durationMs: 10_000 }],
      [10_000, { durationMs: 5000 }],
    ])
    expect(plannedEndMs(plan)).toBe(15_000)
  })

  test('cannot be over before a scenario begins, nor before a warm-up ends', () => {
    const later = `a: { executor: shared-iterations, ${step} }, b: { executor: constant-vus, duration: 1s, startAfter: a, ${step} }`
    expect(complaintsAbout(written('10m', later))).toContain('`b` would begin when `maxDuration` is over')
    expect(complaintsAbout(written('601s', later))).toBe('')
    const replayed = later.replace('shared-iterations', 'recorded-arrival-times, file: a.log')
    expect(complaintsAbout(written('10m', replayed))).toContain('`b` follows a recording without a `duration`')
    const warm = `warmUp: 5s, ${written('5s', later).slice(2)}`
    expect(complaintsAbout(`{ ${warm}`)).toContain('nothing would count')
  })
})
