import { describe, expect, test } from 'vitest'
import { countersSince, kernelCounters, readCounters } from './kernel-counters.ts'

const snmp = `Ip: Forwarding DefaultTTL
Ip: 1 64
Tcp: RtoAlgorithm MaxConn ActiveOpens OutRsts
Tcp: 1 -1 228 334
`
const netstat = `TcpExt: SyncookiesSent TW PAWSActive
TcpExt: 5 6516 1
IpExt: InNoRoutes
IpExt: 0
`

describe('readCounters()', () => {
  test('finds the observed counters by prefix and name, and leaves out what the kernel does not have', () => {
    expect(Object.fromEntries(readCounters(snmp, netstat))).toEqual({
      'Tcp.ActiveOpens': 228,
      'Tcp.OutRsts': 334,
      'TcpExt.SyncookiesSent': 5,
      'TcpExt.TW': 6516,
    })
  })

  test('finds nothing in empty text', () => {
    expect(readCounters('').size).toBe(0)
  })
})

describe('countersSince()', () => {
  test('gives the growth, from 0 for a counter that was not there', () => {
    const earlier = new Map([['Tcp.OutRsts', 10]])
    const now = new Map([
      ['Tcp.OutRsts', 12],
      ['TcpExt.TW', 3],
    ])
    expect(countersSince(earlier, now)).toEqual({ 'Tcp.OutRsts': 2, 'TcpExt.TW': 3 })
  })
})

describe('kernelCounters', () => {
  test('names each counter once and says what it tells', () => {
    expect(new Set(kernelCounters.map(({ name }) => name)).size).toBe(kernelCounters.length)
    for (const { tells } of kernelCounters) expect(tells).not.toBe('')
  })
})
