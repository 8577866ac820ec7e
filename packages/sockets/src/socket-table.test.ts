import { readFileSync } from 'node:fs'
import { tcpStates } from '@loadrun/metrics'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scanSocketTable } from './socket-table.ts'
import { formatSocketTable, type PlainSocket } from './socket-table-format.ts'

const word = fc.nat({ max: 0xffffffff })
const port = fc.nat({ max: 65_535 })
const plainSocket = (address: fc.Arbitrary<number[]>): fc.Arbitrary<PlainSocket> =>
  fc.record({
    localAddress: address,
    localPort: port,
    remoteAddress: address,
    remotePort: port,
    state: fc.integer({ min: 1, max: 12 }),
  })
const ipv4Socket = plainSocket(fc.tuple(word))
const ipv6Socket = plainSocket(fc.tuple(word, word, word, word))

function scan(table: string): PlainSocket[] {
  const sockets: PlainSocket[] = []
  scanSocketTable(Buffer.from(table), ({ localAddress, remoteAddress, ...rest }) => {
    sockets.push({ localAddress: [...localAddress], remoteAddress: [...remoteAddress], ...rest })
  })
  return sockets
}

const mappedPrefix = new Uint32Array(new Uint8Array([0, 0, 0xff, 0xff]).buffer)[0] ?? 0
const mapped = (address: readonly number[]) => [0, 0, mappedPrefix, ...address]

function mappedSocket(socket: PlainSocket): PlainSocket {
  return { ...socket, localAddress: mapped(socket.localAddress), remoteAddress: mapped(socket.remoteAddress) }
}

describe('scanSocketTable()', () => {
  test('finds the sockets that were written, whatever number the first one has', () => {
    fc.assert(
      fc.property(fc.array(ipv4Socket, { maxLength: 30 }), fc.nat({ max: 200_000 }), (sockets, firstNumber) => {
        expect(scan(formatSocketTable(sockets, firstNumber))).toEqual(sockets.map(mappedSocket))
      }),
    )
  })

  test('reads the longer addresses of IPv6', () => {
    fc.assert(
      fc.property(fc.array(ipv6Socket, { maxLength: 30 }), fc.nat({ max: 200_000 }), (sockets, firstNumber) => {
        expect(scan(formatSocketTable(sockets, firstNumber))).toEqual(sockets)
      }),
    )
  })

  test('reads all of 12,000 lines, though columns move right at line 10,000', () => {
    const sockets = Array.from({ length: 12_000 }, (_, index) => ({
      localAddress: [0x0100007f],
      localPort: 20_000 + index,
      remoteAddress: [0x0200007f],
      remotePort: 8080,
      state: 1 + (index % 11),
    }))
    expect(scan(formatSocketTable(sockets))).toEqual(sockets.map(mappedSocket))
  })

  test('gives an IPv4 address the same words as its IPv4-mapped form in tcp6', () => {
    const [fromTcp] = scan(
      formatSocketTable([{ localAddress: [1], localPort: 2, remoteAddress: [3], remotePort: 4, state: 1 }]),
    )
    const [fromTcp6] = scan(
      formatSocketTable([
        { localAddress: mapped([1]), localPort: 2, remoteAddress: mapped([3]), remotePort: 4, state: 1 },
      ]),
    )
    expect(fromTcp6).toEqual(fromTcp)
  })

  test('finds nothing in an empty file, in a header alone, or in a last line without its end', () => {
    const table = formatSocketTable([
      { localAddress: [1], localPort: 2, remoteAddress: [3], remotePort: 4, state: 1 },
      { localAddress: [1], localPort: 3, remoteAddress: [3], remotePort: 4, state: 1 },
    ])
    expect(scan('')).toEqual([])
    expect(scan(formatSocketTable([]))).toEqual([])
    expect(scan(table.trimEnd())).toHaveLength(1)
  })

  test.each([
    ['an unknown layout', '   0: 0100007F 1F90 0100007F C350 01\n'],
    ['a digit that is none', '   0: 0100007F:1F90 010000ZF:C350 01 00000000:00000000\n'],
    ['a line cut short', '   0: 0100007F:1F90 0100\n'],
  ])('refuses %s, showing the line and what is wanted', (_, line) => {
    expect(() => scan(`header\n${line}`)).toThrow(/found the line " {3}0: .*", wanted "<number>: <address>:<port>/)
  })
})

describe('a table recorded from a kernel', () => {
  const folder = new URL('./recorded/', import.meta.url)
  const names = ['client-tcp.txt', 'client-tcp6.txt', 'server-tcp.txt', 'server-tcp6.txt']

  test.each(names)('%s is read as a regular expression reads it', (name) => {
    const table = readFileSync(new URL(name, folder), 'latin1')
    const rows = [...table.matchAll(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2}) /gm)]
    expect(scan(table).map(({ localPort, remotePort, state }) => [localPort, remotePort, state])).toEqual(
      rows.map(([, ...fields]) => fields.map((field) => Number.parseInt(field, 16))),
    )
    expect(rows.length).toBe(table.trimEnd().split('\n').length - 1)
  })

  test('shows every state that Linux has, under its name', () => {
    const seen = new Set<string | undefined>()
    for (const name of names) {
      const table = readFileSync(new URL(name, folder), 'latin1')
      for (const { state } of scan(table)) seen.add(tcpStates[state - 1])
    }
    // The kernel takes a socket in CLOSE off its table.
    expect([...seen].sort()).toEqual(tcpStates.filter((state) => state !== 'CLOSE').sort())
  })
})
