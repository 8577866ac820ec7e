import { once } from 'node:events'
import { connect } from 'node:net'
import { serverProfiles } from '@loadrun/plan'
import { startTopology } from '@loadrun/topology'
import { expect, test } from 'vitest'

test('the process serves what its plan says and reports what it counted', async () => {
  const entry = new URL('./process.ts', import.meta.url)
  const troubles: string[] = []
  const topology = await startTopology(
    [
      {
        ...serverProfiles.fasthttp,
        kind: 'limited-server',
        name: 'server',
        concurrency: 1,
        latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 20 } }] },
        work: undefined,
        addresses: 2,
        host: '127.0.0.1',
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
  const { addresses = [], port = 0 } = topology.tiers[0] ?? {}
  const socket = connect(port, addresses.at(-1))
  socket.write('GET / HTTP/1.1\r\n\r\n')
  expect(String((await once(socket, 'data'))[0])).toContain('{"ok":true,"ms":20}')

  const refused = connect(port, addresses[0]).on('error', () => {})
  expect(String((await once(refused, 'data'))[0])).toContain('HTTP/1.1 503 Service Unavailable')
  refused.destroy()

  const [observation] = await topology.stop()
  socket.destroy()
  expect(troubles).toEqual([])
  expect(observation).toMatchObject({ kind: 'limited-server', name: 'server', addresses, port })
  expect(observation?.samples.at(-1)?.counts).toMatchObject({ slotsInUse: 1, accepted: 1, rejected: 1, served: 1 })
})
