import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openConnections } from './open-connections.ts'
import { groupSockets, readSocketGroups } from './socket-groups.ts'
import { scanSocketTable } from './socket-table.ts'
import { formatSocketTable } from './socket-table-format.ts'
import type { ScanSockets } from './tcp-socket.ts'

const isEphemeral = (port: number) => port >= 32_768
const scanning =
  (...tables: readonly Buffer[]): ScanSockets =>
  (visit) => {
    for (const table of tables) scanSocketTable(table, visit)
  }
const recorded = (name: string) => readFileSync(new URL(`./recorded/${name}`, import.meta.url))

describe('groupSockets()', () => {
  test('groups what a server has by its ports and its clients’ addresses', () => {
    const groups = groupSockets(scanning(recorded('server-tcp.txt'), recorded('server-tcp6.txt')), isEphemeral)
    expect(groups.map(({ direction, peer, port, sockets }) => [direction, peer, port, sockets])).toEqual([
      ['in', '10.9.0.1', 8081, 18],
      ['in', '10.9.0.1', 8080, 9],
      ['in', 'fd09::1', 8081, 9],
      ['in', '10.9.1.1', 8081, 1],
      ['in', '10.9.1.1', 8080, 1],
    ])
    expect(groups[3]?.states).toEqual({ SYN_RECV: 1 })
  })

  test('groups what a client has by the ports and the addresses it connected to', () => {
    const groups = groupSockets(scanning(recorded('client-tcp.txt'), recorded('client-tcp6.txt')), isEphemeral)
    expect(new Set(groups.map(({ direction }) => direction))).toEqual(new Set(['out']))
    expect(groups[0]).toMatchObject({ peer: '10.9.0.2', port: 8081, sockets: 20 })
  })

  test('knows connections of a listener that is gone by the numbers of their ports', () => {
    const left = { localAddress: [0x0100007f], remoteAddress: [0x0100007f], state: 6 }
    const table = formatSocketTable([
      { ...left, localPort: 8080, remotePort: 50_000 },
      { ...left, localPort: 50_001, remotePort: 8080 },
    ])
    expect(groupSockets(scanning(Buffer.from(table)), isEphemeral).map(({ direction }) => direction)).toEqual([
      'in',
      'out',
    ])
  })
})

test.runIf(process.platform === 'linux')('readSocketGroups() finds both ends of real connections', async () => {
  await using connections = await openConnections({ established: 7 })
  const groups = readSocketGroups().filter(({ port }) => port === connections.port)
  const rest = { peer: '127.0.0.1', port: connections.port, sockets: 7, states: { ESTABLISHED: 7 } }
  expect(groups).toEqual([
    { direction: 'in', ...rest },
    { direction: 'out', ...rest },
  ])
})
