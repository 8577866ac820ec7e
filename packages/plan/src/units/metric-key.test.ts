import { describe, expect, test } from 'vitest'
import { parseMetricKey, parseOwnMetricKey } from './metric-key.ts'

describe('parseMetricKey()', () => {
  test.each([
    ['http_req_failed', { metric: 'http_req_failed', selector: {} }],
    ['http_req_duration{step:/search}', { metric: 'http_req_duration', selector: { step: '/search' } }],
    ['checks{ scenario: a, step: GET /b:8 }', { metric: 'checks', selector: { scenario: 'a', step: 'GET /b:8' } }],
    [
      'sockets{tier:middleware,state:TIME_WAIT}',
      { metric: 'sockets', selector: { tier: 'middleware', state: 'TIME_WAIT' } },
    ],
    [
      'http_reqs{scenario:a, page:search, group:x}',
      { metric: 'http_reqs', selector: { scenario: 'a', tags: { page: 'search', group: 'x' } } },
    ],
    ['http_reqs{status:503, a:b}', { metric: 'http_reqs', selector: { status: '503', tags: { a: 'b' } } }],
    ['response_time{status:5xx}', { metric: 'response_time', selector: { status: '5xx' } }],
    ['http_reqs{expected_response:false}', { metric: 'http_reqs', selector: { expectedResponse: false } }],
    ['http_reqs{method:GET}', { metric: 'http_reqs', selector: { tags: { method: 'GET' } } }],
    ['tier{name:server,count:slotsInUse}', { metric: 'tier', selector: { name: 'server', count: 'slotsInUse' } }],
  ])('reads %s', (text, expected) => {
    expect(parseMetricKey(text)).toEqual(expected)
  })

  test.each([
    ['iterations{step:a}', 'scenario:browse (may be left out)'],
    ['sockets{tier:server}', 'state:TIME_WAIT'],
    ['sockets', 'state:TIME_WAIT'],
    ['checks{step}', 'step:/search'],
    ['checks{step:a,step:b}', 'step:/search'],
    ['lateness{step:a}', 'cannot be narrowed down'],
    ['http_reqs{status:6xx}', 'status (as 200 or 5xx)'],
    ['http_req_failed{status:200}', 'other metrics do not tell them apart'],
    ['http_reqs{status:200, expected_response:true}', 'not both'],
    ['http_reqs{expected_response:yes}', 'true or false'],
  ])('says what is wanted instead of %s', (text, wanted) => {
    expect(parseMetricKey(text)).toEqual({ wanted: expect.stringContaining(wanted) })
  })

  test('reads what narrows a metric of a script down, and says what is wanted where it cannot', () => {
    expect(parseOwnMetricKey(' errors{scenario:a, type:b} ')).toEqual({
      name: 'errors',
      selector: { scenario: 'a', tags: { type: 'b' } },
    })
    expect(parseOwnMetricKey('errors')).toEqual({ name: 'errors', selector: {} })
    expect(parseOwnMetricKey('errors{step:a}')).toEqual({ name: 'errors', wanted: expect.stringContaining('a tag') })
  })

  test.each(['latency', 'http_req_failed{', ''])('does not know %s', (text) => {
    expect(parseMetricKey(text)).toBe('unknown')
  })
})
