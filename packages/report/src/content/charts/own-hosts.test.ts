import type { HostObservation } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { ownHostCharts } from './own-hosts.ts'

const host: HostObservation = {
  name: 'web-1',
  source: 'ssh web-1 ss -tan',
  everyMs: 1000,
  due: 5,
  failures: [],
  samples: [0, 1, 4].map((second) => ({
    atMs: 1000 * second,
    tookMs: 3,
    states: { TIME_WAIT: 100 * second },
    counters: { 'TcpExt.ListenOverflows': 10 * second },
    gauges: {},
  })),
}

describe('ownHostCharts()', () => {
  test('draw its states, and nothing where it could not be read', () => {
    const [states, kernel] = ownHostCharts(host)
    expect(states?.title).toBe('web-1: TCP sockets')
    expect(states?.at).toEqual([0, 1, 2, 4])
    expect(states?.lines.map(({ label, values }) => [label, values])).toEqual([
      ['ESTABLISHED', [0, 0, null, 0]],
      ['TIME_WAIT', [0, 100, null, 400]],
    ])
    expect(kernel?.lines.map(({ label, values }) => [label, values])).toEqual([
      ['accept queue overflows (ListenOverflows)', [null, 10, null, null]],
    ])
  })

  test('leave out states that it does not tell of', () => {
    const [states] = ownHostCharts({ ...host, tells: ['TIME_WAIT'] })
    expect(states?.lines.map(({ label }) => label)).toEqual(['TIME_WAIT'])
  })
})
