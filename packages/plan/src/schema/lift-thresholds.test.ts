import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf } from '../testing/read.ts'

function file(ofBuyers: string, ofAll = '{}'): string {
  return `target: http://127.0.0.1:1
scenarios:
  lookers: { executor: constant-vus, duration: 1s, steps: [{ get: / }] }
  buyers:
    executor: constant-vus
    duration: 1s
    steps: [{ run: ./buy.ts#buy }, { get: /, tags: { page: start } }]
    thresholds: ${ofBuyers}
thresholds: ${ofAll}
`
}

const given = { scriptFactsOf: () => ({ functions: ['buy'], metrics: [{ name: 'spent', kind: 'counter' as const }] }) }

describe('thresholds of a scenario', () => {
  test('are thresholds of the run on that scenario alone, with the line that they stand in', () => {
    const own =
      '{ http_req_failed: rate < 1%, "http_req_duration{page:start}": [p(95) < 1s, max < 2s], spent: count > 5 }'
    const { thresholds } = planOf(file(own, '{ http_req_failed: rate < 5% }'), given)
    expect(thresholds.map(({ source, line }) => `${line}: ${source}`)).toEqual([
      '9: http_req_failed: rate < 5%',
      '8: http_req_failed{scenario:buyers}: rate < 1%',
      '8: http_req_duration{scenario:buyers, page:start}: p(95) < 1s',
      '8: http_req_duration{scenario:buyers, page:start}: max < 2s',
      '8: spent{scenario:buyers}: count > 5',
    ])
    expect(thresholds[2]).toMatchObject({
      selector: { scenario: 'buyers', tags: { page: 'start' } },
      rows: ['buyers/GET /', 'buyers/GET / (redirect)'],
    })
  })

  test.each([
    ['what is no metric', '{ http_req_fialed: rate < 1% }', /^test.yaml:8:19: .*did you mean/s],
    ['what is no expression', '{ http_req_failed: rate < x }', /^test.yaml:8:36: .*rate < 1%/s],
    ['another scenario', '{ "http_reqs{scenario:lookers}": count > 1 }', /^test.yaml:8:19: .*separated by commas/s],
    ['what no scenario has of its own', '{ lateness: max < 1s }', /cannot be narrowed down/],
    ['a list', '[rate < 1%]', /^test.yaml:8:17: .*a mapping of metrics/s],
  ])('are told where they are wrong: %s', (_what, own, said) => {
    expect(complaintsAbout(file(own))).toMatch(said)
  })

  test('cannot stand with those of the file on the same', () => {
    const said = complaintsAbout(file('{ http_reqs: count > 1 }', '{ "http_reqs{scenario:buyers}": count > 2 }'))
    expect(said).toMatch(/^test.yaml:8:19: The thresholds of `http_reqs{scenario:buyers}` stand in two places/)
  })

  test('can be changed', () => {
    const set = ['scenarios.buyers.thresholds.http_req_failed=rate < 9%']
    const [threshold] = planOf(file('{ http_req_failed: rate < 1% }'), { set }).thresholds
    expect(threshold).toMatchObject({ source: 'http_req_failed{scenario:buyers}: rate < 9%', line: undefined })
  })
})
