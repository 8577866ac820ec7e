import { afterEach, expect, test } from 'vitest'
import { closeServers, loadOf, serve } from './testing/carry-out.ts'

afterEach(closeServers)

test('a load sends its warm-up, and counts it by itself, on all workers alike', async () => {
  const { server, asked } = await serve((_, response) => response.end('ok'))
  const { total, intervals } = await loadOf(
    `
target: ${server.url}
workers: 2
warmUp: 300ms
scenarios:
  s: { executor: constant-arrival-rate, rate: 50/s, duration: 600ms, steps: [{ get: /, expect: { contains: ok } }] }
`,
    server.url,
  )
  expect(asked).toHaveLength(30)
  expect(total.warmUp).toEqual({ requests: 15, failures: {}, iterations: 15, droppedIterations: 0 })
  expect(total.scenarios.s).toMatchObject({ planned: 15, iterations: 15 })
  const [requests] = Object.values(total.requests)
  expect(requests).toMatchObject({ sent: 15, statuses: { 200: 15 } })
  expect(Object.values(requests?.checks ?? {}).map(({ passes }) => passes)).toEqual([15, 15])
  expect(intervals.reduce((sum, { warmUp }) => sum + (warmUp?.requests ?? 0), 0)).toBe(15)
})
