import { expect, test } from 'vitest'
import { readGauges } from './kernel-gauges.ts'

test('readGauges() reads the line of TCP over IPv4', () => {
  const sockstat = `sockets: used 15
TCP: inuse 1 orphan 2 tw 20702 alloc 4 mem 253
UDP: inuse 0 mem 0
`
  expect(readGauges(sockstat)).toEqual({
    'sockstat.TCP.inuse': 1,
    'sockstat.TCP.orphan': 2,
    'sockstat.TCP.tw': 20_702,
    'sockstat.TCP.alloc': 4,
    'sockstat.TCP.mem': 253,
  })
  expect(readGauges('')).toEqual({})
})
