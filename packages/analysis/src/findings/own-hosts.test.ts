import type { HostObservation } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { measuredRun } from '../testing/measured.ts'
import { findingsOf } from './find.ts'

const sample = { atMs: 1000, tookMs: 3, states: { ESTABLISHED: 40 }, counters: {}, gauges: {} }
const host: HostObservation = {
  name: 'web-1',
  source: 'ssh web-1 ss -tan',
  everyMs: 1000,
  due: 2,
  failures: [],
  samples: [
    sample,
    {
      ...sample,
      atMs: 2000,
      states: { ESTABLISHED: 30, TIME_WAIT: 9000 },
      ends: { in: { ESTABLISHED: 30, TIME_WAIT: 1000 }, out: { TIME_WAIT: 8000 } },
      counters: { 'TcpExt.ListenOverflows': 12, 'Tcp.OutRsts': 5 },
    },
  ],
}

function found(hosts: readonly HostObservation[]): Readonly<Record<string, string>> {
  const findings = findingsOf({ ...measuredRun({}), hosts })
  return Object.fromEntries(findings.map(({ id, sentence }) => [id, sentence]))
}

describe('findingsOf() with hosts of the user’s own', () => {
  test('tells what they had at most, who closed first, and what their kernel dropped', () => {
    const findings = found([host])
    expect(findings['own-host']).toBe(
      'web-1: at most 40 sockets in ESTABLISHED, 9,000 sockets in TIME_WAIT; of TIME_WAIT, 8,000 on connections that it opened, ' +
        '1,000 on those that it accepted. Its kernel counted connections that were dropped because an accept queue was full ' +
        '(ListenOverflows): 12.',
    )
    expect(findings).not.toHaveProperty('host-not-read')
  })

  test('says of no state what the host does not tell of', () => {
    expect(found([{ ...host, ports: [8080], tells: ['TIME_WAIT'] }])['own-host']).toContain(
      'web-1 on port 8080: at most 9,000 sockets in TIME_WAIT;',
    )
  })

  test('tells how often a host could not be read, since when, and why', () => {
    const failures = [
      { reason: 'no answer within 5000 ms', count: 7, firstMs: 3000, lastMs: 9000 },
      { reason: '`ssh` ended with exit code 255', count: 1, firstMs: 9500, lastMs: 9500 },
    ]
    const findings = found([{ ...host, due: 10, samples: [], failures }])
    expect(findings['host-not-read']).toBe(
      'The sockets of web-1 are missing for 10 of 10 looks: that is not zero, it is not known. First, 3 s into the load: ' +
        'no answer within 5000 ms. 1 other reason followed.',
    )
    expect(findings).not.toHaveProperty('own-host')
  })
})
