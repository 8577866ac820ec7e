import { describe, expect, test } from 'vitest'
import { scenarioOfOptions } from './scenario-of-options.ts'

function scenarios(options: unknown): unknown {
  return scenarioOfOptions(options, './t.ts').file.scenarios
}

const run = { connections: 'per-vu', cookies: 'per-iteration', steps: [{ run: './t.ts#default' }] }

describe('scenarioOfOptions()', () => {
  test.each([
    ['no options', undefined, { executor: 'shared-iterations' }],
    ['vus and duration', { vus: 3, duration: '5s' }, { executor: 'constant-vus', vus: 3, duration: '5s' }],
    ['iterations', { vus: 3, iterations: 9 }, { executor: 'shared-iterations', vus: 3, iterations: 9 }],
    [
      'iterations with a duration',
      { iterations: 9, duration: '5s' },
      { executor: 'shared-iterations', iterations: 9, maxDuration: '5s' },
    ],
    [
      'stages',
      { stages: [{ duration: 2000, target: 5 }] },
      { executor: 'ramping-vus', stages: [{ duration: '2000ms', target: 5 }] },
    ],
  ])('makes one scenario of %s', (_what, options, scenario) => {
    expect(scenarios(options)).toEqual({ default: { ...scenario, ...run } })
  })

  test('makes connections as k6 was told to', () => {
    const options = {
      insecureSkipTLSVerify: true,
      tlsVersion: { min: 'tls1.2', max: 'tls1.3' },
      dns: { ttl: '0', select: 'first', policy: 'onlyIPv4' },
      localIPs: '127.0.0.2-127.0.0.9, 127.0.0.1',
    }
    expect(scenarios(options)).toEqual({
      default: {
        executor: 'shared-iterations',
        ...run,
        tls: { insecure: true, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
        dns: { ttl: '0s', select: 'first', policy: 'onlyIPv4' },
        localAddresses: ['127.0.0.2-127.0.0.9', '127.0.0.1'],
      },
    })
    expect(scenarios({ tls: { cert: './a.pem', key: './a.key' }, insecureSkipTLSVerify: true })).toMatchObject({
      default: { tls: { cert: './a.pem', key: './a.key', insecure: true } },
    })
    expect(scenarios({ tlsVersion: 'tls1.3', insecureSkipTLSVerify: false })).toMatchObject({
      default: { tls: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } },
    })
  })

  test('says rates by the second, and as many users as k6 would have', () => {
    const options = {
      scenarios: {
        one: {
          executor: 'ramping-arrival-rate',
          exec: 'look',
          startRate: 60,
          timeUnit: '1m',
          preAllocatedVUs: 7,
          stages: [{ duration: '1s', target: 120 }],
        },
      },
    }
    expect(scenarios(options)).toEqual({
      one: {
        executor: 'ramping-arrival-rate',
        connections: 'per-vu',
        cookies: 'per-iteration',
        startRate: 1,
        maxVUs: 7,
        stages: [{ duration: '1s', target: 2 }],
        steps: [{ run: './t.ts#look' }],
      },
    })
  })

  test('calls the tag `name` a step, and a group by its own name', () => {
    const { file } = scenarioOfOptions(
      { thresholds: { 'http_reqs{scenario:a, name:login}': ['count<5'], 'http_reqs{group:::a::b}': ['count<6'] } },
      './t.ts',
    )
    expect(file.thresholds).toEqual({
      'http_reqs{scenario:a, step:login}': ['count<5'],
      'http_reqs{group:b}': ['count<6'],
    })
  })

  test('gives all scenarios the tags of the test, and each its own before them', () => {
    const options = { tags: { a: '1', b: '1' }, scenarios: { one: { tags: { b: '2' } }, other: {} } }
    expect(scenarios(options)).toMatchObject({ one: { tags: { a: '1', b: '2' } }, other: { tags: { a: '1', b: '1' } } })
  })

  test('tells what has no effect, what is not there and what it cannot be', () => {
    const options = { summaryTimeUnit: 's', hosts: {}, noVUConnectionReuse: false, durration: '5s', throw: 1 }
    const { notes, problems } = scenarioOfOptions(
      { ...options, minIterationDuration: 'x', summaryTrendStats: ['p9'] },
      './t.ts',
    )
    expect(notes).toEqual(['options.summaryTimeUnit has no effect here'])
    expect(problems).toEqual([
      'options.hosts is not there: name the address in the URLs, with the header host, or in /etc/hosts',
      'options has no `durration`: did you mean `duration`?',
      'options.minIterationDuration cannot be "x": milliseconds, or text such as \'2s\', is wanted',
      'options.throw cannot be 1: true or false is wanted',
      'options.summaryTrendStats cannot be ["p9"]: a list of avg, min, med, max, count and p(N) is wanted',
    ])
  })
})
