import { describe, expect, test } from 'vitest'
import type { MiddlewarePlan } from '../plan/middleware.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

function withMiddleware(keys: string): string {
  const tier = `kind: middleware, upstream: http://127.0.0.1:1, ${keys}`
  return `topology: { mw: { ${tier} } }\ntarget: mw\nscenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } }`
}

const middleware = (keys: string) => planOf(withMiddleware(keys)).topology[0] as MiddlewarePlan

describe('a middleware that says nothing of policies', () => {
  test('has none, and a seed that follows from the file’s', () => {
    expect(middleware('')).toMatchObject({
      connectTimeoutMs: undefined,
      headersTimeoutMs: undefined,
      totalTimeoutMs: undefined,
      retries: undefined,
      hedge: undefined,
      circuitBreaker: undefined,
      cancel: { siblings: false, onClientDisconnect: false },
    })
    expect(middleware('').seed).toBe(middleware('').seed)
    const other = planOf(`seed: 2\n${withMiddleware('')}`).topology[0] as MiddlewarePlan
    expect(middleware('').seed).not.toBe(other.seed)
  })
})

describe('retries', () => {
  test.each([
    [
      '{ count: 3 }',
      {
        count: 3,
        backoff: { kind: 'fixed', ms: 100 },
        budget: undefined,
        on: ['timeout', 'connect', 'reset', 'status'],
      },
    ],
    [
      '{ count: 1, backoff: 0s, budget: 20%, on: [status] }',
      { count: 1, backoff: { kind: 'fixed', ms: 0 }, budget: 0.2, on: ['status'] },
    ],
    [
      '{ count: 2, backoff: { exponential: 50ms }, budget: 0.1, on: [timeout, connect] }',
      {
        count: 2,
        backoff: { kind: 'exponential', firstMs: 50, maxMs: 5000, jitter: true },
        budget: 0.1,
        on: ['timeout', 'connect'],
      },
    ],
    [
      '{ count: 2, backoff: { exponential: 50ms, max: 1s, jitter: false }, budget: none, on: [reset] }',
      {
        count: 2,
        backoff: { kind: 'exponential', firstMs: 50, maxMs: 1000, jitter: false },
        budget: undefined,
        on: ['reset'],
      },
    ],
    ['none', undefined],
  ])('%s', (written, retries) => {
    expect(middleware(`retries: ${written}`).retries).toEqual(retries)
  })

  test('never wait less than the first time', () => {
    expect(middleware('retries: { count: 2, backoff: { exponential: 10s } }').retries?.backoff).toMatchObject({
      firstMs: 10_000,
      maxMs: 10_000,
    })
  })

  test.each([
    ['3', 'wanted: none, or a mapping such as { count: 3 }'],
    ['{ backoff: 1s }', 'topology.mw.retries.count is missing'],
    ['{ count: 0 }', 'wanted: a whole number from 1 to 100'],
    ['{ count: 1, backoff: 50 }', 'wanted: a duration such as 100ms, or { exponential: 100ms, max: 5s, jitter: true }'],
    ['{ count: 1, backoff: { exponentia: 50ms } }', 'did you mean `exponential`?'],
    ['{ count: 1, budget: 120% }', 'wanted: none, or a share from 0 to 100%, such as 20%'],
    ['{ count: 1, on: [timeot] }', 'did you mean `timeout`?'],
    ['{ count: 1, on: [] }', 'wanted: at least one of timeout, connect, reset, status'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(withMiddleware(`retries: ${written}`))).toContain(complaint)
  })
})

describe('circuitBreaker', () => {
  test.each([
    ['{}', { opens: { kind: 'consecutive', failures: 5 }, openForMs: 10_000 }],
    ['{ consecutive: 2, openFor: 3s }', { opens: { kind: 'consecutive', failures: 2 }, openForMs: 3000 }],
    [
      '{ failedShare: 50% }',
      { opens: { kind: 'share', share: 0.5, overMs: 10_000, minRatePerSecond: 5 }, openForMs: 10_000 },
    ],
    [
      '{ failedShare: 0.25, over: 2s, minRate: 60/m }',
      { opens: { kind: 'share', share: 0.25, overMs: 2000, minRatePerSecond: 1 }, openForMs: 10_000 },
    ],
    ['none', undefined],
  ])('%s', (written, circuitBreaker) => {
    expect(middleware(`circuitBreaker: ${written}`).circuitBreaker).toEqual(circuitBreaker)
  })

  test.each([
    ['{ consecutive: 2, failedShare: 50% }', 'wanted: one of consecutive, failedShare'],
    ['{ failedShare: 100% }', 'wanted: a share above 0 and below 100%, such as 50%'],
    ['{ over: 2s }', 'wanted: nothing, unless `failedShare` is there too'],
    ['{ minRate: 2/s }', 'wanted: nothing, unless `failedShare` is there too'],
    ['5', 'wanted: none, or a mapping such as { consecutive: 5, openFor: 10s }'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(withMiddleware(`circuitBreaker: ${written}`))).toContain(complaint)
  })
})

describe('hedge, cancel and the timeouts', () => {
  test('are taken as they are written', () => {
    const written =
      'hedge: { after: 200ms }, cancel: { siblings: true }, connectTimeout: 1s, headersTimeout: 2s, seed: 7'
    expect(middleware(written)).toMatchObject({
      hedge: { afterMs: 200 },
      cancel: { siblings: true, onClientDisconnect: false },
      connectTimeoutMs: 1000,
      headersTimeoutMs: 2000,
      seed: 7,
    })
    expect(middleware('hedge: none').hedge).toBeUndefined()
  })

  test.each([
    ['hedge: { after: 0s }', 'wanted: a duration above zero'],
    ['hedge: 200ms', 'wanted: none, or a mapping such as { after: 500ms }'],
    ['cancel: { siblings: yes }', 'wanted: true or false'],
    ['cancel: { sibling: true }', 'did you mean `siblings`?'],
    ['headersTimeout: 0s', 'wanted: none, or a duration above zero'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(withMiddleware(written))).toContain(complaint)
  })
})
