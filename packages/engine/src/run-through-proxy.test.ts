import { type Plan, readScenario } from '@loadrun/plan'
import { afterAll, expect, test } from 'vitest'
import { run } from './run.ts'
import { closeServers, serve } from './testing/carry-out.ts'

afterAll(closeServers)

test('sockets of a load through a proxy are those to the proxy', async () => {
  const { server } = await serve((_asked, response) => response.end())
  const text = `
target: http://behind.invalid:8080
workers: 1
sockets: { every: 100ms }
scenarios: { s: { executor: constant-vus, vus: 3, duration: 1s, proxy: ${server.url}, steps: [get: /, think: 50ms] } }
`
  const read = readScenario(text, { file: 'x.yaml', cores: 1 })
  const plan: Plan | undefined = 'plans' in read ? read.plans[0] : undefined
  if (plan === undefined) throw new Error('There is no plan')
  const none = new URL('file:///none')
  const { sockets } = await run(plan, {
    tierEntries: { 'limited-server': none, middleware: none, toxics: none },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  const samples = sockets.observed ? sockets.samples : []
  const most = Math.max(...samples.map(({ legs }) => Object.values(legs)[0]?.from.ESTABLISHED ?? 0))
  expect(most).toBeGreaterThan(0)
})
