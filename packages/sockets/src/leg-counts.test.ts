import { readFileSync } from 'node:fs'
import type { Leg } from '@loadrun/metrics'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LegCounter, legEnds } from './leg-counts.ts'
import { scanSocketTable } from './socket-table.ts'
import { formatSocketTable, type PlainSocket } from './socket-table-format.ts'
import { countInSs } from './testing/count-in-ss.ts'

const inbound: Leg = { name: 'client→middleware', from: 'client', to: 'middleware', ports: [8080] }
const outbound: Leg = { name: 'middleware→server', from: 'middleware', to: 'server', ports: [8081, 9090] }

function count(legs: readonly Leg[], ...tables: readonly (string | Buffer)[]) {
  const counter = new LegCounter(legs, legEnds(legs, undefined))
  for (const table of tables) scanSocketTable(Buffer.from(table), (socket) => counter.add(socket))
  return counter.samples()
}

function socket(localPort: number, remotePort: number, rest: Partial<PlainSocket> = {}): PlainSocket {
  return { localAddress: [0x0100007f], remoteAddress: [0x0200007f], state: 1, localPort, remotePort, ...rest }
}

describe('LegCounter', () => {
  test.each(['client', 'server'])('counts the recorded sockets of the %s as ss does', (host) => {
    const [tcp, tcp6, ss] = ['tcp', 'tcp6', 'ss'].map((name) =>
      readFileSync(new URL(`./recorded/${host}-${name}.txt`, import.meta.url)),
    )
    const samples = count([inbound, outbound], tcp ?? '', tcp6 ?? '')
    for (const leg of [inbound, outbound]) {
      const expected = countInSs(String(ss), leg)
      expect({ from: samples[leg.name]?.from, to: samples[leg.name]?.to }).toEqual(expected)
    }
  })

  test('takes a leg’s local port for its listening end, its remote port for its connecting end', () => {
    const table = formatSocketTable([
      socket(8080, 50_000),
      socket(50_000, 8080, { state: 6 }),
      socket(50_001, 9090, { state: 2 }),
      socket(22, 50_002),
    ])
    expect(count([inbound, outbound], table)).toEqual({
      'client→middleware': {
        from: { TIME_WAIT: 1 },
        to: { ESTABLISHED: 1 },
        portsToBusiestDestination: 1,
        busiestDestination: '127.0.0.2:8080',
      },
      'middleware→server': {
        from: { SYN_SENT: 1 },
        to: {},
        portsToBusiestDestination: 1,
        busiestDestination: '127.0.0.2:9090',
      },
    })
  })

  test('leaves sockets in LISTEN out', () => {
    const samples = count([inbound], formatSocketTable([socket(8080, 0, { state: 10 })]))
    expect(samples[inbound.name]).toEqual({ from: {}, to: {}, portsToBusiestDestination: 0 })
  })

  test('counts a port once for each destination, whatever its state and its local address', () => {
    const table = formatSocketTable([
      socket(50_000, 8081),
      socket(50_000, 8081, { localAddress: [0x0300007f], state: 6 }),
      socket(50_001, 8081, { state: 6 }),
      socket(50_000, 9090),
      socket(50_002, 8081, { remoteAddress: [0x0500007f] }),
    ])
    expect(count([outbound], table)[outbound.name]).toMatchObject({
      portsToBusiestDestination: 2,
      busiestDestination: '127.0.0.2:8081',
    })
  })

  test('takes an IPv4-mapped destination in tcp6 for the same as in tcp', () => {
    const mapped = (word: number) => [0, 0, new Uint32Array(new Uint8Array([0, 0, 0xff, 0xff]).buffer)[0] ?? 0, word]
    const tcp6 = [socket(50_001, 8080, { localAddress: mapped(0x0100007f), remoteAddress: mapped(0x0200007f) })]
    const samples = count([inbound], formatSocketTable([socket(50_000, 8080)]), formatSocketTable(tcp6))
    expect(samples[inbound.name]).toMatchObject({ portsToBusiestDestination: 2, from: { ESTABLISHED: 2 } })
  })

  test('finds the destination with most distinct ports', () => {
    const address = fc.integer({ min: 1, max: 5 }).map((last) => [0x7f + last * 0x0100_0000])
    const sockets = fc.array(
      fc.record({ remoteAddress: address, localPort: fc.integer({ min: 40_000, max: 40_050 }) }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(sockets, (parts) => {
        const table = formatSocketTable(parts.map((part) => socket(part.localPort, 8081, part)))
        const portsByDestination = Map.groupBy(parts, ({ remoteAddress }) => remoteAddress[0])
        const most = [...portsByDestination.values()].map(
          (each) => new Set(each.map(({ localPort }) => localPort)).size,
        )
        expect(count([outbound], table)[outbound.name]?.portsToBusiestDestination).toBe(Math.max(0, ...most))
      }),
    )
  })
})

describe('legEnds()', () => {
  test('counts on a host only the ends that are there, whatever else has their ports', () => {
    const sameEverywhere = [inbound, { ...outbound, ports: [8080] }]
    const counter = new LegCounter(sameEverywhere, legEnds(sameEverywhere, 'middleware'))
    const table = formatSocketTable([socket(8080, 50_000), socket(50_001, 8080, { state: 6 }), socket(50_002, 8081)])
    scanSocketTable(Buffer.from(table), (each) => counter.add(each))
    expect(counter.samples()).toMatchObject({
      'client→middleware': { from: {}, to: { ESTABLISHED: 1 } },
      'middleware→server': { from: { TIME_WAIT: 1 }, to: {} },
    })
  })

  test('refuses two legs that listen on one port', () => {
    expect(() => legEnds([inbound, { ...outbound, ports: [1, 8080] }], undefined)).toThrow(
      'Cannot tell the sockets of client→middleware and middleware→server apart: both listen on port 8080',
    )
  })
})
