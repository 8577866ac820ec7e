import { once } from 'node:events'
import { startTopology } from '@loadrun/topology'
import { expect, test } from 'vitest'
import { startFarEnd } from './fixtures/far-end.ts'
import { open, readToEnd } from './fixtures/near-end.ts'

test('the process runs a proxy and reports what it counted', async () => {
  await using far = await startFarEnd((socket) => socket.end('answer'))
  const entry = new URL('./process.ts', import.meta.url)
  const troubles: string[] = []
  const topology = await startTopology(
    [
      {
        kind: 'toxics',
        name: 'wire',
        upstream: { kind: 'url', url: `http://127.0.0.1:${far.port}` },
        toxics: [],
        host: '127.0.0.1',
        addresses: 1,
        port: undefined,
        seed: 1,
      },
    ],
    {
      entries: { middleware: entry, 'limited-server': entry, toxics: entry },
      onTrouble: (trouble) => troubles.push(trouble),
    },
  )
  topology.loadStarted(Date.now())
  const client = await open(topology.tiers[0]?.port ?? 0)
  expect(String(await readToEnd(client))).toBe('answer')
  client.end()
  await once(client, 'close')
  const [observation] = await topology.stop()
  expect(troubles).toEqual([])
  expect(observation).toMatchObject({ kind: 'toxics', name: 'wire' })
  expect(observation?.samples.at(-1)?.counts).toMatchObject({ accepted: 1, upstreamConnections: 1, bytesDownstream: 6 })
})
