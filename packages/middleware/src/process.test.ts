import { plainMiddleware } from '@loadrun/plan'
import { startTopology } from '@loadrun/topology'
import { expect, test } from 'vitest'
import { ask } from './fixtures/ask.ts'
import { answer, startRawServer } from './fixtures/raw-server.ts'

test('the process runs a middleware and reports what it counted, failures with it', async () => {
  const server = await startRawServer({ onRequest: (socket) => socket.write(answer('503 Busy', 'too busy')) })
  const entry = new URL('./process.ts', import.meta.url)
  const troubles: string[] = []
  const topology = await startTopology(
    [
      plainMiddleware({
        name: 'front',
        upstream: { kind: 'url', url: `http://127.0.0.1:${server.port}` },
        fanout: 3,
        connections: 'client-closes',
        seed: 1,
      }),
    ],
    {
      entries: { middleware: entry, 'limited-server': entry, toxics: entry },
      onTrouble: (trouble) => troubles.push(trouble),
    },
  )
  topology.loadStarted(Date.now())
  const port = topology.tiers[0]?.port ?? 0
  expect((await ask(port)).body).toBe('too busy')
  const [observation] = await topology.stop()
  await server.close()
  expect(troubles).toEqual([])
  expect(observation).toMatchObject({
    kind: 'middleware',
    name: 'front',
    port,
    upstreamFailures: [{ cause: 'status', status: 503, text: 'too busy' }],
  })
  expect(observation?.samples.at(-1)?.counts).toMatchObject({ received: 1, answeredFailed: 1, upstreamRequests: 3 })
})
