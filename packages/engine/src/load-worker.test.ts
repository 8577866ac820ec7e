import type { Metrics } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { LoadWorker } from './load-worker.ts'
import { openWorkerPool } from './worker-pool.ts'

const task = {
  plan: { seed: 1, pacing: 'balanced', scenarios: [] },
  worker: 0,
  workers: 1,
  targets: [],
  recordings: {},
} as const

describe('LoadWorker', () => {
  test('that dies says why, and what it told before is kept', async () => {
    const pool = openWorkerPool(1, new URL('./testing/dying-worker.ts', import.meta.url))
    const heard: Metrics[] = []
    const worker = new LoadWorker(pool, task, (metrics) => heard.push(metrics))
    await worker.ready
    expect(await worker.ended).toEqual({ reason: 'worker exited with code: 7' })
    expect(heard.map(({ scenarios }) => scenarios.s?.started)).toEqual([1])
    await pool.close()
  })

  test('that cannot begin says why', async () => {
    const pool = openWorkerPool(1, new URL('./testing/no-such-worker.ts', import.meta.url))
    const worker = new LoadWorker(pool, task, () => undefined)
    await worker.ready
    expect(await worker.ended).toMatchObject({ reason: expect.stringContaining('no-such-worker.ts') })
    await pool.close()
  })
})
