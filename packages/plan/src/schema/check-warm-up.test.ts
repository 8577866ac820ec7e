import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf } from '../testing/read.ts'

const step = 'steps: [{ get: / }]'
const tenSeconds = `a: { executor: constant-vus, duration: 10s, ${step} }`

function written(warmUp: string, scenarios = tenSeconds): string {
  return `{ target: "http://a", warmUp: ${warmUp}, scenarios: { ${scenarios} } }`
}

describe('a warm-up', () => {
  test('is the first time of the load, of which something must be left', () => {
    expect(planOf(written('9s')).warmUpMs).toBe(9000)
    expect(planOf(`{ target: "http://a", scenarios: { ${tenSeconds} } }`)).not.toHaveProperty('warmUpMs')
  })

  test.each([
    [
      'a ramp',
      `a: { executor: ramping-vus, stages: [{ duration: 4s, target: 1 }, { duration: 6s, target: 0 }], ${step} }`,
    ],
    [
      'a staircase',
      `a: { executor: staircase-arrival-rate, startRate: 1, increase: 1, levels: 5, levelDuration: 2s, ${step} }`,
    ],
    ['iterations', `a: { executor: shared-iterations, maxDuration: 10s, ${step} }`],
    ['a start', `a: { executor: constant-vus, startTime: 4s, duration: 6s, ${step} }`],
    [
      'a scenario that follows another',
      `${tenSeconds.replace('10s', '4s')}, b: { executor: constant-vus, startAfter: a, duration: 6s, ${step} }`,
    ],
    ['a recording', `a: { executor: recorded-arrival-times, file: a.log, duration: 10s, ${step} }`],
  ])('cannot last as long as %s', (_, scenarios) => {
    expect(complaintsAbout(written('10s', scenarios))).toContain('nothing would count')
    expect(complaintsAbout(written('9999ms', scenarios))).toBe('')
  })

  test('may be of any length where only the file knows how long a recording lasts, and is not of none', () => {
    const replay = `a: { executor: recorded-arrival-times, file: a.log, ${step} }`
    expect(complaintsAbout(written('1h', replay))).toBe('')
    expect(complaintsAbout(written('0s'))).toContain('a duration above zero')
  })
})
