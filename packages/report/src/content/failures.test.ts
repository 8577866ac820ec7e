import type { FailureGroup, RunResult } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { failureCards } from './failures.ts'
import { originOf } from './text-origin.ts'

const connectionLimitText = 'The connection cannot be served because Server.Concurrency limit exceeded'

const before = incidentRun({ durationMs: 40_000 })

function group(change: Partial<FailureGroup>): FailureGroup {
  return {
    scenario: 'clients',
    step: 'GET /',
    cause: 'status',
    status: 500,
    text: 'disk full',
    fromServer: true,
    count: 1,
    firstMs: 0,
    lastMs: 1000,
    samples: [],
    ...change,
  }
}

function withFailures(...failures: readonly FailureGroup[]): RunResult {
  return { ...before, tiers: [], intervals: [], total: { ...before.total, failures } }
}

describe('failureCards()', () => {
  test('names the incident by what the server said, and gathers all who saw it', () => {
    const [first] = failureCards(before)
    expect(first?.text).toBe('The connection cannot be served because Server.Concurrency limit exceeded')
    expect(first?.places.map(({ tier, how }) => `${tier}: ${how}`)).toEqual([
      'client: status 502',
      'middleware: status 503',
      'server: status 503, then closed',
    ])
  })

  test('quotes the refusal that the server was told to give, not fasthttp’s', () => {
    const refusal = {
      kind: 'response',
      status: 429,
      reason: undefined,
      contentType: 'text/plain',
      headers: {},
      text: 'slow down',
    } as const
    const topology = before.plan.topology.map((tier) => (tier.kind === 'limited-server' ? { ...tier, refusal } : tier))
    const cards = failureCards({ ...before, plan: { ...before.plan, topology } })
    const places = cards.find(({ text }) => text === 'slow down')?.places
    expect(places?.map(({ tier, how }) => `${tier}: ${how}`)).toEqual(['server: status 429, then closed'])
  })

  test('tells where a limit of requests refused, and that the connection goes on', () => {
    const topology = before.plan.topology.map((tier) =>
      tier.kind === 'limited-server' ? { ...tier, limit: 'requests' as const } : tier,
    )
    const tiers = before.tiers.map((tier) => {
      if (tier.kind !== 'limited-server') return tier
      const samples = tier.samples.map(({ atMs, counts }) => ({
        atMs,
        counts: { ...counts, rejected: 0, rejectedRequests: counts.rejected },
      }))
      return { ...tier, samples }
    })
    const [first] = failureCards({ ...before, tiers, plan: { ...before.plan, topology } })
    const place = first?.places.at(-1)
    expect(place).toMatchObject({ tier: 'server', where: 'request refused at the limit', how: 'status 503' })
    expect(place?.share).toBeGreaterThan(0)
    expect(place?.share).toBeLessThan(1)
  })

  test('knows a text again that a tier passed on inside its own', () => {
    const failures = before.total.failures.map((failure) => ({ ...failure, text: `upstream said: ${failure.text}` }))
    const [first] = failureCards({ ...before, total: { ...before.total, failures } })
    expect(first?.text).toBe(connectionLimitText)
    expect(first?.places).toHaveLength(3)
    expect(first?.places[0]?.wholeText).toBe(`upstream said: ${connectionLimitText}`)
  })

  test('counts what the clients saw, and keeps what the tiers counted beside it', () => {
    const [first] = failureCards(before)
    const seen = before.total.failures
      .filter(({ text }) => text.includes(connectionLimitText))
      .reduce((sum, { count }) => sum + count, 0)
    expect(first?.count).toBe(seen)
    expect(first?.places[1]?.count).toBe(first?.places[2]?.count)
  })

  test('has a trend that sums to its count', () => {
    for (const card of failureCards(before)) {
      expect(card.trend.reduce((sum, count) => sum + count, 0)).toBe(card.count)
    }
  })

  test('puts texts from servers before the client’s own words, each by count', () => {
    const cards = failureCards(
      withFailures(
        group({ text: 'socket hang up', fromServer: false, cause: 'reset', status: undefined, count: 900 }),
        group({ text: 'disk full', count: 5 }),
        group({ text: 'busy', count: 50 }),
      ),
    )
    expect(cards.map(({ text }) => text)).toEqual(['busy', 'disk full', 'socket hang up'])
  })

  test('knows what was found in an answer from what came instead of one', () => {
    const cards = failureCards(
      withFailures(
        group({ text: 'too long', fromServer: false, cause: 'answer-too-large', count: 3 }),
        group({ text: 'socket hang up', fromServer: false, cause: 'reset', status: undefined, count: 2 }),
      ),
    )
    expect(cards.map(({ ofAnswer }) => ofAnswer)).toEqual([true, false])
  })

  test('gathers one text from several steps', () => {
    const [card, ...others] = failureCards(
      withFailures(group({ count: 2, firstMs: 500 }), group({ step: 'GET /b', count: 3, lastMs: 9000 })),
    )
    expect(others).toEqual([])
    expect(card).toMatchObject({ count: 5, firstMs: 0, lastMs: 9000 })
    expect(card?.places.map(({ where }) => where)).toEqual(['clients / GET /', 'clients / GET /b'])
  })

  test('keeps texts apart that are named like parts of every object', () => {
    const cards = failureCards(withFailures(group({ text: '__proto__' }), group({ text: 'constructor' })))
    expect(cards.map(({ text }) => text).sort()).toEqual(['__proto__', 'constructor'])
  })

  test('is empty where nothing failed', () => {
    expect(failureCards(withFailures())).toEqual([])
  })
})

describe('originOf()', () => {
  const origins = ['no slots left here', 'upstream answered 503: no slots left here']

  test('finds the innermost text that is passed on', () => {
    expect(originOf('gateway: upstream answered 503: no slots left here', origins)).toBe('no slots left here')
  })

  test('finds it inside JSON', () => {
    expect(originOf('{"error":"say \\"no slots\\" to him"}', ['say "no slots" to him'])).toBe('say "no slots" to him')
  })

  test('takes no text for a quotation that is too short to be sure', () => {
    expect(originOf('a busy day', ['busy'])).toBe('a busy day')
  })

  test('leaves other texts as they are', () => {
    expect(originOf('something else', origins)).toBe('something else')
  })
})
