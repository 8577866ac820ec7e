import { describe, expect, test } from 'vitest'
import type { Failure, Outcome } from '../upstream-outcome.ts'
import { withHedge } from './hedge.ts'

const request = { method: 'GET', path: '/', contentType: undefined, body: undefined }
const failure: Failure = { cause: 'reset', status: undefined, message: Buffer.from('reset') }
const other: Failure = { cause: 'timeout', status: undefined, message: Buffer.from('timeout') }

/** Attempts that end when the test says so, or when they are dropped. */
function racing(afterMs: number) {
  const attempts: { end: (outcome: Outcome) => void; dropped: boolean }[] = []
  const counted = { hedges: 0, won: 0 }
  const send = (_: unknown, unwanted?: AbortSignal) =>
    new Promise<Outcome>((resolve) => {
      const attempt = { end: resolve, dropped: false }
      attempts.push(attempt)
      unwanted?.addEventListener('abort', () => {
        attempt.dropped = true
        resolve('dropped')
      })
    })
  const hedged = withHedge(send, {
    afterMs,
    onHedge: () => {
      counted.hedges += 1
    },
    onWon: () => {
      counted.won += 1
    },
  })
  return { attempts, counted, hedged }
}

async function hedgedRace() {
  const race = racing(1)
  const unwanted = new AbortController()
  const outcome = race.hedged(request, unwanted.signal)
  await expect.poll(() => race.attempts.length).toBe(2)
  const [first, second] = race.attempts
  if (first === undefined || second === undefined) throw new Error('There are not two attempts')
  return { ...race, unwanted, outcome, first, second }
}

describe('withHedge()', () => {
  test.each([['ok' as const], [failure]])('sends no second request when the first ends in time: %o', async (ending) => {
    const { attempts, counted, hedged } = racing(600_000)
    const outcome = hedged(request)
    attempts[0]?.end(ending)
    expect(await outcome).toBe(ending)
    expect([attempts.length, counted]).toEqual([1, { hedges: 0, won: 0 }])
  })

  test('takes the second request’s answer when it comes first, and drops the first', async () => {
    const { counted, outcome, first, second } = await hedgedRace()
    second.end('ok')
    expect(await outcome).toBe('ok')
    expect([first.dropped, counted]).toEqual([true, { hedges: 1, won: 1 }])
  })

  test('takes the first request’s answer when it comes first, and drops the second', async () => {
    const { counted, outcome, first, second } = await hedgedRace()
    first.end('ok')
    expect(await outcome).toBe('ok')
    expect([second.dropped, counted]).toEqual([true, { hedges: 1, won: 0 }])
  })

  test('waits for the other when one fails, whichever it is', async () => {
    for (const failing of ['first', 'second'] as const) {
      const race = await hedgedRace()
      race[failing].end(failure)
      race[failing === 'first' ? 'second' : 'first'].end('ok')
      expect(await race.outcome).toBe('ok')
    }
  })

  test('gives the earlier failure when both fail', async () => {
    const { outcome, first, second } = await hedgedRace()
    second.end(failure)
    first.end(other)
    expect(await outcome).toBe(failure)
  })

  test('drops both when nobody wants the answer any more', async () => {
    const { outcome, first, second, unwanted } = await hedgedRace()
    unwanted.abort()
    expect(await outcome).toBe('dropped')
    expect([first.dropped, second.dropped]).toEqual([true, true])
  })
})
