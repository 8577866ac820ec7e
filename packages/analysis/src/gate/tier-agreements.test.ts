import { describe, expect, test } from 'vitest'
import { type MiddlewareMade, measuredChain, type ServerMade } from '../testing/measured-chain.ts'
import { tierAgreements } from './tier-agreements.ts'

const limitText = 'The connection cannot be served because Server.Concurrency limit exceeded'

function countsOf(tiers: Readonly<Record<string, MiddlewareMade | ServerMade>>) {
  return tierAgreements(measuredChain(tiers)).map(
    ({ what, left, right, agrees }) =>
      `${what}: ${left.count} ${left.counted}, ${right.count} ${right.counted}: ${agrees}`,
  )
}

const sound = {
  received: 10,
  upstreamRequests: 30,
  upstreamSent: 30,
  upstreamOk: 25,
  upstreamFailed: 5,
  upstreamConnections: 12,
}
const refused = { cause: 'status', text: limitText } as const

describe('tierAgreements()', () => {
  test('compare a middleware with itself and with the server behind it', () => {
    const middleware = { plan: { fanout: 3 }, samples: [sound], upstreamFailures: [{ ...refused, count: 5 }] }
    expect(countsOf({ server: { accepted: 7, rejected: 5 }, middleware })).toEqual([
      'Requests that middleware sends on: 30 received × fan-out of 3, 30 sent upstream: true',
      'Ends of the requests that middleware sent on: 30 sent upstream, 30 succeeded, failed, dropped or still under way: true',
      "Refusals at server's limit: 5 refused by server, 5 seen by middleware: true",
      'Connections from middleware to server: 12 opened by middleware, 12 accepted or refused by server, or still waiting there: true',
    ])
    expect(
      countsOf({ server: { accepted: 8, rejected: 4 }, middleware }).filter((one) => one.endsWith('false')),
    ).toEqual(["Refusals at server's limit: 4 refused by server, 5 seen by middleware: false"])
  })

  test('count retries and hedges to what is asked for, and what the circuit breaker refused to what came of it', () => {
    const repeated = {
      retries: 6,
      hedges: 3,
      upstreamDropped: 3,
      upstreamOk: 30,
      upstreamFailed: 1,
      upstreamRequests: 34,
    }
    const middleware = {
      plan: {
        fanout: 3,
        hedge: { afterMs: 1 },
        circuitBreaker: { opens: { kind: 'consecutive', failures: 1 }, openForMs: 1 } as const,
      },
      samples: [{ ...sound, ...repeated, refusedByCircuit: 2, abandonedUnsent: 1 }],
    }
    expect(countsOf({ server: { accepted: 12, rejected: 0 }, middleware }).slice(0, 2)).toEqual([
      'Requests that middleware sends on: 36 received × fan-out of 3, retries and hedges, 36 sent upstream or refused by the circuit breaker: true',
      'Ends of the requests that middleware sent on: 34 sent upstream, 34 succeeded, failed, dropped or still under way: true',
    ])
  })

  test('allow for what a timer ended unseen, and for no more', () => {
    const samples = [{ ...sound, upstreamTimeouts: 2, upstreamSent: 29 }]
    const middleware = { samples, upstreamFailures: [{ ...refused, count: 3 }] }
    expect(countsOf({ server: { accepted: 8, rejected: 5 }, middleware }).slice(2)).toEqual([
      "Refusals at server's limit: 5 refused by server, 5 seen by middleware, or dropped before it was seen: true",
      'Connections from middleware to server: 13 opened by middleware, or given up while it was made, 13 accepted or refused by server, or still waiting there: true',
    ])
    expect(countsOf({ server: { accepted: 8, rejected: 6 }, middleware }).slice(2)).toEqual([
      "Refusals at server's limit: 6 refused by server, 5 seen by middleware, or dropped before it was seen: false",
      'Connections from middleware to server: 13 opened by middleware, or given up while it was made, 14 accepted or refused by server, or still waiting there: false',
    ])
  })

  test('compare a middleware with the middleware behind it', () => {
    const inner = { plan: { fanout: 3 }, samples: [sound] }
    const outer = {
      samples: [{ received: 12, upstreamRequests: 12, upstreamSent: 10, upstreamOk: 10, upstreamFailed: 2 }],
    }
    expect(countsOf({ server: { accepted: 12, rejected: 0 }, inner, outer })).toContain(
      'Requests from outer to inner: 10 sent on a connection, 10 received by inner: true',
    )
  })

  test('add up all that send to one server', () => {
    const one = { plan: { upstream: { kind: 'tier', tier: 'server' } as const }, samples: [sound] }
    const two = { plan: { upstream: { kind: 'tier', tier: 'server' } as const }, samples: [sound] }
    expect(countsOf({ server: { accepted: 24, rejected: 0 }, one, two })).toContain(
      'Connections from one and two to server: 24 opened by one and two, 24 accepted or refused by server, or still waiting there: true',
    )
  })
})
