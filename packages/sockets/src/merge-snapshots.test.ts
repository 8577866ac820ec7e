import { expect, test } from 'vitest'
import { mergeSnapshots } from './merge-snapshots.ts'
import type { Snapshot } from './snapshot.ts'

function snapshot(leg: Partial<Snapshot['legs'][string]>, rest: Partial<Snapshot> = {}): Snapshot {
  const nothing = { from: {}, to: {}, portsToBusiestDestination: 0 }
  return { atEpochMs: 5, legs: { leg: { ...nothing, ...leg } }, counters: {}, gauges: {}, ...rest }
}

test('mergeSnapshots() takes each end of a leg from the host that it is on', () => {
  const from = { TIME_WAIT: 9 }
  const to = { ESTABLISHED: 1 }
  const connecting = snapshot({ from, portsToBusiestDestination: 9, busiestDestination: '10.0.2.1:80' })
  const merged = { from, to, portsToBusiestDestination: 9, busiestDestination: '10.0.2.1:80' }
  expect(mergeSnapshots([connecting, snapshot({ to })]).legs).toEqual({ leg: merged })
  expect(mergeSnapshots([snapshot({ to }), snapshot({}), connecting]).legs).toEqual({ leg: merged })
})

test('mergeSnapshots() adds up what hosts have each for themselves, and not what the machine has once', () => {
  const one = { counters: { 'TcpExt.TW': 3 }, gauges: { 'sockstat.TCP.tw': 3, 'sockstat.TCP.mem': 40 } }
  const other = { counters: { 'TcpExt.TW': 4 }, gauges: { 'sockstat.TCP.tw': 5, 'sockstat.TCP.mem': 40 } }
  expect(mergeSnapshots([snapshot({}, one), snapshot({}, other)])).toMatchObject({
    counters: { 'TcpExt.TW': 7 },
    gauges: { 'sockstat.TCP.tw': 8, 'sockstat.TCP.mem': 40 },
  })
})

test('mergeSnapshots() keeps each host’s counters by its name', () => {
  const one = snapshot({}, { hosts: { client: { 'TcpExt.TW': 3 } } })
  const other = snapshot({}, { hosts: { server: { 'TcpExt.TW': 4 } } })
  expect(mergeSnapshots([one, other]).hosts).toEqual({ client: { 'TcpExt.TW': 3 }, server: { 'TcpExt.TW': 4 } })
  expect(mergeSnapshots([snapshot({}), snapshot({})])).not.toHaveProperty('hosts')
})
