import { describe, expect, test } from 'vitest'
import type { Failure, Outcome } from '../upstream-outcome.ts'
import { withTotalTimeout } from './total-timeout.ts'

const request = { method: 'GET', path: '/', contentType: undefined, body: undefined }
const reset: Failure = { cause: 'reset', status: undefined, message: Buffer.from('reset') }

/** Ends when it is dropped, and never otherwise. */
const endless = (_: unknown, unwanted?: AbortSignal) =>
  new Promise<Outcome>((resolve) => unwanted?.addEventListener('abort', () => resolve('dropped')))

describe('withTotalTimeout()', () => {
  test('drops what is under way when the time is up, and says so once', async () => {
    const told: Failure[] = []
    const outcome = await withTotalTimeout(5, endless, (failure) => told.push(failure))(request)
    expect(outcome).toMatchObject({ cause: 'total-timeout', status: undefined })
    expect(typeof outcome === 'object' && String(outcome.message)).toBe('all attempts together took longer than 5 ms')
    expect(told).toEqual([outcome])
  })

  test.each(['ok', reset] as const)('passes on what comes in time: %o', async (ending) => {
    const told: Failure[] = []
    const send = withTotalTimeout(
      600_000,
      async () => ending,
      (failure) => told.push(failure),
    )
    expect(await send(request)).toBe(ending)
    expect(told).toEqual([])
  })

  test('is not what ends a request that nobody wants any more', async () => {
    const told: Failure[] = []
    const unwanted = new AbortController()
    const outcome = withTotalTimeout(600_000, endless, (failure) => told.push(failure))(request, unwanted.signal)
    unwanted.abort()
    expect(await outcome).toBe('dropped')
    expect(told).toEqual([])
  })
})
