import type { RetryCause, RetryPlan } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import type { Failure, Outcome } from '../upstream-outcome.ts'
import { withRetries } from './retry.ts'

const request = { method: 'GET', path: '/', contentType: undefined, body: undefined }
const all: RetryPlan = {
  count: 2,
  backoff: { kind: 'fixed', ms: 0 },
  budget: undefined,
  on: ['timeout', 'connect', 'reset', 'status'],
}

/** Ends one attempt after another as told, the last outcome again and again. */
function trying(outcomes: readonly Outcome[], plan: Partial<RetryPlan> = {}) {
  const counted = { attempts: 0, retries: 0, withheld: 0 }
  const send = async (): Promise<Outcome> => {
    counted.attempts += 1
    return outcomes[Math.min(counted.attempts, outcomes.length) - 1] ?? 'ok'
  }
  const sendAgain = withRetries({ ...all, ...plan }, send, {
    clock: () => 0,
    random: () => 0,
    onRetry: () => {
      counted.retries += 1
    },
    onWithheld: () => {
      counted.withheld += 1
    },
  })
  return { counted, sendAgain }
}

function failed(cause: Failure['cause'], status?: number): Failure {
  return { cause, status, message: Buffer.from(cause) }
}

describe('withRetries()', () => {
  test('sends again until it succeeds', async () => {
    const { counted, sendAgain } = trying([failed('timeout'), failed('status', 503), 'ok'])
    expect(await sendAgain(request)).toBe('ok')
    expect(counted).toEqual({ attempts: 3, retries: 2, withheld: 0 })
  })

  test('gives the last failure when the attempts are used up', async () => {
    const { counted, sendAgain } = trying([failed('timeout'), failed('timeout'), failed('reset'), 'ok'])
    expect(await sendAgain(request)).toEqual(failed('reset'))
    expect(counted).toEqual({ attempts: 3, retries: 2, withheld: 0 })
  })

  const causes: readonly (readonly [Failure, RetryCause | undefined])[] = [
    [failed('timeout'), 'timeout'],
    [failed('headers-timeout'), 'timeout'],
    [failed('connect-timeout'), 'connect'],
    [failed('connection-refused'), 'connect'],
    [failed('no-free-port'), 'connect'],
    [failed('reset'), 'reset'],
    [failed('closed'), 'reset'],
    [failed('status', 500), 'status'],
    [failed('status', 429), 'status'],
    [failed('status', 404), undefined],
    [failed('circuit-open'), undefined],
    [failed('other'), undefined],
  ]
  test.each(causes)('tries again after %o if `on` has %s', async (failure, cause) => {
    for (const on of all.on) {
      const { counted, sendAgain } = trying([failure], { on: [on] })
      await sendAgain(request)
      expect(counted.retries).toBe(on === cause ? 2 : 0)
    }
  })

  test('takes retries out of the budget, and says when it was empty', async () => {
    const { counted, sendAgain } = trying([failed('timeout')], { budget: 0.5 })
    for (let index = 0; index < 10; index += 1) await sendAgain(request)
    expect(counted).toEqual({ attempts: 15, retries: 5, withheld: 10 })
  })

  test('ends at once while it waits for the next attempt, when nobody wants the answer any more', async () => {
    const { counted, sendAgain } = trying([failed('timeout')], { backoff: { kind: 'fixed', ms: 600_000 } })
    const unwanted = new AbortController()
    const sending = sendAgain(request, unwanted.signal)
    unwanted.abort()
    expect(await sending).toBe('dropped')
    expect(counted).toEqual({ attempts: 1, retries: 0, withheld: 0 })
  })
})
