import type { Measured, UpstreamFailure } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { type MadeUp, measuredRun } from '../testing/measured.ts'
import { findingsOf } from './find.ts'

const failure: UpstreamFailure = {
  cause: 'no-free-port',
  status: undefined,
  text: 'no local port was free for a connection to the upstream (EADDRNOTAVAIL)',
  count: 1200,
  firstMs: 6200,
  lastMs: 9800,
}

/** As a run of `scenarios/port-exhaustion.yaml` was recorded: 4,000 ports at the middleware, 400 closes a second. */
function withoutPorts(leg: NonNullable<MadeUp['leg']>, failures = [failure]): Measured {
  const measured = measuredRun({ leg })
  if (!measured.sockets.observed) throw new Error('It was observed')
  const localPorts = { portRange: { low: 20_000, high: 23_999 }, timeWaitReuse: 'never' } as const
  return {
    ...measured,
    sockets: { ...measured.sockets, hosts: { middleware: localPorts } },
    tiers: measured.tiers.map((tier) => (tier.kind === 'middleware' ? { ...tier, upstreamFailures: failures } : tier)),
  }
}

const found = (measured: Measured) => findingsOf(measured).find(({ id }) => id === 'no-free-port')

const closing = [400, 1600, 2800, 3980, 3984, 3984].map((timeWait) => ({
  from: { ESTABLISHED: 16, TIME_WAIT: timeWait },
  portsToBusiestDestination: timeWait + 16,
  busiestDestination: '10.0.2.1:8080',
}))

describe('no-free-port', () => {
  test('tells who ran out of ports, when, and that TIME_WAIT of its own closes took them', () => {
    const finding = found(withoutPorts(closing))
    expect(finding?.sentence).toBe(
      'middleware could not open 1,200 connections, the first 6.2 s into the load, because no local port was free ' +
        '(EADDRNOTAVAIL). 4,000 of its 4,000 ports towards 10.0.2.1:8080 were taken, 99.6 % of them in TIME_WAIT: each close ' +
        'by middleware keeps a port for 60 s, so 4,000 ports allow 67 closes a second. Connections that are kept open use ' +
        'none up.',
    )
    expect(finding?.figures).toMatchObject({ connectionsNotOpened: 1200, portsInRange: 4000, portsUsed: 4000 })
  })

  test('blames open connections where these took the ports', () => {
    const open = closing.map(({ from, ...rest }) => ({
      ...rest,
      from: { ESTABLISHED: from.TIME_WAIT + from.ESTABLISHED },
    }))
    expect(found(withoutPorts(open))?.sentence).toContain('were taken, most of them by connections that were open.')
  })

  test('adds up what one end could not open, and is not there without such failures', () => {
    const finding = found(withoutPorts(closing, [failure, { ...failure, count: 1, firstMs: 6000 }]))
    expect(finding?.sentence).toContain('1,201 connections, the first 6 s into the load')
    expect(found(withoutPorts(closing, []))).toBeUndefined()
  })

  test('tells of it without the ports where sockets were not observed', () => {
    const blind = { ...withoutPorts(closing), sockets: { observed: false, reason: 'a test' } as const }
    expect(found(blind)?.sentence).toBe(
      'middleware could not open 1,200 connections, the first 6.2 s into the load, because no local port was free (EADDRNOTAVAIL).',
    )
  })
})
