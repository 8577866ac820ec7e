import type { CircuitBreakerPlan } from '@loadrun/plan'
import { describe, expect, test, vi } from 'vitest'
import { circuitOpenFailure, type Failure, type Outcome } from '../upstream-outcome.ts'
import { withCircuitBreaker } from './circuit-breaker.ts'

const request = { method: 'GET', path: '/', contentType: undefined, body: undefined }
const failure: Failure = { cause: 'status', status: 503, message: Buffer.from('busy') }
const notFound: Failure = { cause: 'status', status: 404, message: Buffer.from('no') }

function breaking(opens: CircuitBreakerPlan['opens'], openForMs: number) {
  const counted = { sent: 0, opened: 0, refused: 0 }
  let answer: () => Outcome | Promise<Outcome> = () => 'ok'
  const send = async () => {
    counted.sent += 1
    return answer()
  }
  const breaker = withCircuitBreaker({ opens, openForMs }, send, {
    onOpened: () => {
      counted.opened += 1
    },
    onRefused: () => {
      counted.refused += 1
    },
  })
  const sendAll = async (outcomes: readonly Outcome[]) => {
    for (const outcome of outcomes) {
      answer = () => outcome
      await breaker.send(request)
    }
  }
  return { breaker, counted, sendAll, answerWith: (by: typeof answer) => (answer = by) }
}

const threeInARow = { kind: 'consecutive', failures: 3 } as const

describe('withCircuitBreaker()', () => {
  test('refuses without sending after as many failures in a row', async () => {
    const { breaker, counted, sendAll } = breaking(threeInARow, 600_000)
    await sendAll([failure, failure, 'ok', failure, failure])
    expect(breaker.isOpen()).toBe(false)
    await sendAll([failure])
    expect(breaker.isOpen()).toBe(true)
    expect(await breaker.send(request)).toBe(circuitOpenFailure)
    expect(counted).toEqual({ sent: 6, opened: 1, refused: 1 })
  })

  test('takes neither statuses below 500 nor dropped requests for failures', async () => {
    const { breaker, sendAll } = breaking(threeInARow, 600_000)
    await sendAll([failure, failure, 'dropped', notFound, failure, failure])
    expect(breaker.isOpen()).toBe(false)
    await sendAll(['dropped', failure])
    expect(breaker.isOpen()).toBe(true)
  })

  test('opens when too large a share of enough requests failed', async () => {
    const opens = { kind: 'share', share: 0.5, overMs: 600_000, minRatePerSecond: 0.009 } as const
    const few = breaking(opens, 600_000)
    await few.sendAll([failure, failure, failure])
    expect(few.breaker.isOpen()).toBe(false)
    await few.sendAll([failure, failure, failure])
    expect(few.breaker.isOpen()).toBe(true)
    const half = breaking(opens, 600_000)
    await half.sendAll(['ok', 'ok', 'ok', failure, failure, failure])
    expect(half.breaker.isOpen()).toBe(false)
  })

  test('lets one request through after its time, refuses the others meanwhile, and closes when that one succeeds', async () => {
    const { breaker, counted, sendAll, answerWith } = breaking(threeInARow, 1)
    await sendAll([failure, failure, failure])
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    answerWith(() => promise)
    let probe: Promise<Outcome> | undefined
    await vi.waitFor(() => {
      const sending = breaker.send(request)
      expect(counted.sent).toBe(4)
      probe = sending
    })
    expect(await breaker.send(request)).toBe(circuitOpenFailure)
    resolve('ok')
    expect(await probe).toBe('ok')
    expect([breaker.isOpen(), counted.opened]).toEqual([false, 1])
  })

  test.each([[failure], ['dropped' as const]])('opens again when the probe ends with %o', async (ending) => {
    const { breaker, counted, sendAll, answerWith } = breaking(threeInARow, 1)
    await sendAll([failure, failure, failure])
    answerWith(() => ending)
    await vi.waitFor(async () => {
      await breaker.send(request)
      expect(counted.sent).toBeGreaterThanOrEqual(4)
    })
    expect(breaker.isOpen()).toBe(true)
    expect(counted.opened).toBeGreaterThanOrEqual(2)
  })
})
