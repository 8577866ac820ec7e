import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tcpStates } from '@loadrun/metrics'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressText } from '../address-text.ts'
import { openConnections } from '../open-connections.ts'
import { addressWords } from './address-words.ts'
import { scanListing } from './scan-listing.ts'

const recorded = (name: string) => readFileSync(new URL(`../recorded/${name}`, import.meta.url), 'utf8')

/** `8080 ← 198.51.100.90:50002 TIME_WAIT`, of each socket. */
function listed(text: string): readonly string[] {
  const lines: string[] = []
  scanListing(text, ({ localPort, remotePort, remoteAddress, state }) => {
    lines.push(`${localPort} ← ${addressText(remoteAddress)} ${remotePort} ${tcpStates[state - 1]}`)
  })
  return lines
}

describe('scanListing()', () => {
  test('reads what netstat of macOS prints, its cut-off and scoped addresses too', () => {
    expect(listed(recorded('macos-netstat.txt'))).toEqual([
      '64342 ← 127.0.0.1 57332 ESTABLISHED',
      '57332 ← 127.0.0.1 64342 ESTABLISHED',
      '51640 ← 198.51.100.35 8080 CLOSE_WAIT',
      '52630 ← 198.51.100.35 8080 FIN_WAIT2',
      '8080 ← 198.51.100.36 54321 TIME_WAIT',
      '8080 ← 198.51.100.36 54322 SYN_RECV',
      '61118 ← 0.0.0.0 0 LISTEN',
      '8080 ← 0.0.0.0 0 LISTEN',
      '27403 ← 0.0.0.0 0 LISTEN',
      '8080 ← 0.0.0.0 0 LISTEN',
      '57419 ← 2001:db8:0:9e23:: 443 ESTABLISHED',
      '61677 ← fe80::aede:48ff 49617 ESTABLISHED',
      '62983 ← fe80::1 8080 TIME_WAIT',
    ])
  })

  test('reads what netstat of Windows prints', () => {
    expect(listed(recorded('windows-netstat.txt'))).toEqual([
      '135 ← 0.0.0.0 0 LISTEN',
      '8080 ← 0.0.0.0 0 LISTEN',
      '4001 ← 127.0.0.1 63650 CLOSE_WAIT',
      '63650 ← 127.0.0.1 4001 FIN_WAIT2',
      '49235 ← 198.51.100.81 8080 CLOSE_WAIT',
      '49653 ← 198.51.100.81 8080 ESTABLISHED',
      '49655 ← 198.51.100.81 8080 SYN_SENT',
      '8080 ← 198.51.100.90 50001 SYN_RECV',
      '8080 ← 198.51.100.90 50002 TIME_WAIT',
      '8080 ← :: 0 LISTEN',
      '51102 ← ::1 8080 TIME_WAIT',
      '49700 ← fe80::1c2a 445 ESTABLISHED',
    ])
  })

  test('finds the same sockets in ss and in the kernel’s tables', () => {
    const fromKernel = listed(recorded('client-tcp.txt') + recorded('client-tcp6.txt'))
    expect(listed(recorded('client-ss.txt')).toSorted()).toEqual(fromKernel.toSorted())
  })

  test.each([
    ['ss', ['-tan']],
    ['ss', ['-an']],
    ['netstat', ['-tan']],
    ['cat', ['/proc/net/tcp', '/proc/net/tcp6']],
  ])('finds real connections in the output of %s %j', async (command, args) => {
    if (process.platform !== 'linux' || spawnSync(command, ['--version']).error !== undefined) return
    await using connections = await openConnections({ established: 5, halfClosedByClient: 3 })
    const { port } = connections
    const found = () => {
      const lines = listed(
        execFileSync(command, args, {
          encoding: 'utf8',
          maxBuffer: 64 * 1024 * 1024,
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      )
      const there = lines.filter((line) => line.includes(` ${port} `))
      const counted = (of: readonly string[], state: string) => of.filter((line) => line.endsWith(state)).length
      return [
        counted(there, 'ESTABLISHED'),
        counted(there, 'FIN_WAIT2'),
        counted(
          lines.filter((line) => line.startsWith(`${port} `)),
          'CLOSE_WAIT',
        ),
      ]
    }
    // The kernel acknowledges a FIN in its own time.
    await expect.poll(found).toEqual([5, 3, 3])
  })

  test('takes a listing with headings alone for one without sockets', () => {
    expect(listed('State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n')).toEqual([])
  })

  test.each([
    ['', 'found nothing, wanted the output of `ss -tan`'],
    ['Permission denied (publickey).\n', 'found "Permission denied (publickey)."'],
    ['tcp4 0 0 localhost.62823 *.https ESTABLISHED\n', 'wanted two addresses with ports, in numbers'],
    ['  TCP    127.0.0.1:80   127.0.0.1:5000   HERGESTELLT   7\r\n', 'a TCP state in English'],
  ])('tells what is wrong with %j', (text, message) => {
    expect(() => listed(text)).toThrow(message)
  })

  test('survives any text: it reads it or says that it cannot', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('tcp', 'TCP', '4', ' ', '\n', '1', '.', ':', '*', 'ESTAB', 'é') }),
        (text) => {
          try {
            listed(text)
          } catch (error) {
            expect(error).toBeInstanceOf(Error)
            expect((error as Error).message).toMatch(/^Cannot read the (listing|line)/)
          }
        },
      ),
    )
  })
})

test('addressWords() is undone by addressText()', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const words = addressWords(address)
      expect(words).toBeDefined()
      const text = addressText(words ?? new Uint32Array(4))
      expect(addressWords(text)).toEqual(words)
      if (!address.includes(':')) expect(text).toBe(address)
    }),
  )
  expect(addressWords('web-1')).toBeUndefined()
  expect(addressWords('1.2.3.400')).toBeUndefined()
})
