import type { MiddlewareCounts } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { type MiddlewareMade, measuredChain } from '../testing/measured-chain.ts'
import { circuitBreaking, hedging, retryAmplification } from './upstream-policies.ts'

/** Eleven samples over ten seconds of 100 requests each, of which those from `fromSecond` on are sent four times. */
function storm(fromSecond: number, change: (counts: MiddlewareCounts) => Partial<MiddlewareCounts> = () => ({})) {
  const samples = Array.from({ length: 11 }, (_, second) => {
    const retries = 300 * Math.max(0, second - fromSecond)
    return { received: 100 * second, upstreamRequests: 100 * second + retries, retries }
  })
  return samples.map((sample) => ({ ...sample, ...change(sample as MiddlewareCounts) }))
}

function found(rule: typeof retryAmplification, middleware: MiddlewareMade) {
  return rule(measuredChain({ server: { accepted: 0, rejected: 0 }, middleware }))
}

const retries = { count: 3, backoff: { kind: 'fixed', ms: 100 }, budget: undefined, on: ['timeout'] } as const

describe('retryAmplification', () => {
  test('says how many requests became of each, at the height and at the end', () => {
    const [finding, ...others] = found(retryAmplification, { plan: { retries }, samples: storm(5) })
    expect(others).toEqual([])
    expect(finding).toEqual({
      id: 'retry-amplification',
      sentence:
        'middleware sent 2,500 requests upstream for 1,000 that it had to send, 2.5 for each: 1,500 were retries. ' +
        'At its height it sent 400 a second where 100 were called for. In the last fifth of the load it sent 4.0 for each.',
      figures: {
        upstreamRequests: 2500,
        asked: 1000,
        attemptsPerRequest: 2.5,
        retries: 1500,
        retriesWithheld: 0,
        sentPerSecondAtHeight: 400,
        attemptsPerRequestInLastFifth: 4,
      },
    })
  })

  test('says what the budget withheld', () => {
    const plan = { retries: { ...retries, budget: 0.2 } }
    const [finding] = found(retryAmplification, { plan, samples: storm(8, () => ({ retriesWithheld: 1 })) })
    expect(finding?.sentence).toContain('Its budget of 20 % withheld 1 retry.')
  })

  test('counts neither hedges nor what the circuit breaker refused as requests that had to be sent', () => {
    const samples = storm(5, () => ({ hedges: 0, refusedByCircuit: 0 }))
    const last = { ...samples.at(-1), hedges: 200, refusedByCircuit: 100 }
    const [finding] = found(retryAmplification, { plan: { retries }, samples: [...samples.slice(0, -1), last] })
    expect(finding?.figures).toMatchObject({ asked: 900 })
  })

  test('is silent where nothing was sent again', () => {
    expect(found(retryAmplification, { plan: { retries }, samples: storm(10) })).toEqual([])
    expect(found(retryAmplification, { samples: [] })).toEqual([])
  })
})

describe('circuitBreaking', () => {
  test('says how often it opened and what it refused', () => {
    const samples = [{ upstreamRequests: 100 }, { circuitOpenings: 1 }, { refusedByCircuit: 300, circuitOpenings: 2 }]
    expect(found(circuitBreaking, { samples })).toEqual([
      {
        id: 'circuit-breaker',
        sentence:
          'middleware’s circuit breaker opened 2 times and refused 300 of 400 upstream requests (75 %) without sending them.',
        figures: { circuitOpenings: 2, refusedByCircuit: 300, attempts: 400, openedByMs: 1000 },
      },
    ])
    expect(found(circuitBreaking, { samples: [{ upstreamRequests: 100 }] })).toEqual([])
  })
})

describe('hedging', () => {
  test('says how many second requests were sent, and how many of them were the quicker', () => {
    const [finding] = found(hedging, { samples: [{ upstreamRequests: 200, hedges: 20, hedgesWon: 15 }] })
    expect(finding?.sentence).toBe(
      'middleware sent a second request for 20 slow ones (10 % of what it sent); 15 of them were answered before the first.',
    )
    expect(found(hedging, { samples: [{ upstreamRequests: 200 }] })).toEqual([])
  })
})
