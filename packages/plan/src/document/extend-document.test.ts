import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf, problemsOf } from '../testing/read.ts'

const base = `target: http://127.0.0.1:3000
vars: { stage: test, sku: A-1 }
scenarios:
  visitors: { executor: constant-arrival-rate, rate: 10/s, duration: 1m, steps: [{ get: / }, { get: /two }] }
thresholds:
  http_req_failed: rate < 1%
`

/** Reads from a folder of texts. */
function folder(files: Readonly<Record<string, string>>) {
  return {
    file: 'load/main.yaml',
    readFile: (path: string) => {
      const text = files[path]
      return text === undefined ? { problem: 'there is no such file' } : { text }
    },
  }
}

const withBase = folder({ 'load/base.yaml': base })

describe('a file that extends another', () => {
  test('has what that has, with mappings merged and everything else replaced', () => {
    const text = `
extends: base.yaml
vars: { stage: live }
scenarios:
  visitors: { rate: 20/s, steps: [{ get: /three }] }
  buyers: { executor: constant-vus, duration: 5s, steps: [{ post: /orders }] }
thresholds: ~
`
    const plan = planOf(text, withBase)
    expect(plan.configuration.vars).toEqual({ stage: 'live', sku: 'A-1' })
    expect(plan.scenarios.map(({ name }) => name)).toEqual(['visitors', 'buyers'])
    expect(plan.scenarios[0]?.load).toMatchObject({ ratePerSecond: 20, durationMs: 60_000 })
    expect(plan.scenarios[0]?.steps).toMatchObject([{ url: '/three' }])
    expect(plan.thresholds).toEqual([])
    expect(plan.configuration).not.toHaveProperty('extends')
    expect(plan.name).toBe('main')
  })

  test('is told each mistake in the file where it stands', () => {
    const broken = base.replace('1m', '1 minute').replace('/two', 'two')
    const problems = problemsOf('extends: base.yaml\nvars: { stage: "{{ nobody }}" }\nseed: x\n', {
      ...folder({ 'load/base.yaml': broken }),
    })
    expect(problems.map(({ file, line, column, source }) => [file, line, column, source?.slice(0, 12)])).toEqual([
      ['load/main.yaml', 2, 16, 'vars: { stag'],
      ['load/main.yaml', 3, 7, 'seed: x'],
      ['load/base.yaml', 4, 70, '  visitors: '],
      ['load/base.yaml', 4, 107, '  visitors: '],
    ])
  })

  test('is told mistakes of YAML in the other file, and of keys given twice', () => {
    expect(complaintsAbout('extends: base.yaml', folder({ 'load/base.yaml': 'target: [' }))).toContain(
      'load/base.yaml:1:',
    )
    const twice = complaintsAbout('extends: base.yaml', folder({ 'load/base.yaml': `${base}seed: 1\nseed: 2\n` }))
    expect(twice).toContain('load/base.yaml:8:1: `seed` is given twice')
  })

  test('may extend one that extends a third, by paths from each', () => {
    const files = folder({ 'load/more/middle.yaml': 'extends: ../base.yaml\nseed: 7\n', 'load/base.yaml': base })
    expect(planOf('extends: more/middle.yaml', files)).toMatchObject({ seed: 7, target: { kind: 'url' } })
  })

  test.each([
    ['extends: nowhere.yaml', 'extends cannot be nowhere.yaml: there is no such file'],
    ['extends: main.yaml', 'extends cannot be main.yaml: these files would extend one another for ever'],
    ['extends: [base.yaml]', 'extends cannot be [base.yaml]: it is no path'],
  ])('says why %s cannot be', (text, complaint) => {
    expect(complaintsAbout(text, withBase)).toContain(complaint)
  })

  test('has thresholds in lines of its own file only', () => {
    const text = 'extends: base.yaml\nthresholds: { checks: rate > 99% }\n'
    expect(planOf(text, withBase).thresholds.map(({ metric, line }) => [metric, line])).toEqual([
      ['http_req_failed', undefined],
      ['checks', 2],
    ])
  })
})
