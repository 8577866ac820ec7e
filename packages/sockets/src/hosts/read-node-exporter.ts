import { type StateCounts, type TcpState, tcpStates } from '@loadrun/metrics'
import { kernelCounters } from '../kernel-counters.ts'
import { fetchText } from './fetch-text.ts'
import type { HostReading, ReadHost } from './host-reading.ts'

export function nodeExporterReader(url: string): ReadHost {
  return async (signal) => parseNodeExporter(await fetchText(url, signal), url)
}

/**
 * What node_exporter tells of TCP: its collectors `netstat` and `sockstat`, which are on unless switched off, and
 * `tcpstat`, which counts every state. Without `tcpstat`, TIME_WAIT is `node_sockstat_TCP_tw`, with the sockets in
 * FIN_WAIT2 that no program owns any more, ESTABLISHED is `node_netstat_Tcp_CurrEstab`, with those in CLOSE_WAIT, and
 * no other state is told. Throws where the text has none of these metrics.
 */
function parseNodeExporter(text: string, url: string): HostReading {
  const values = new Map(
    [...text.matchAll(/^(node_(?:netstat|sockstat|tcp)_\w+)(?:\{state="(\w+)"\})? (\S+)/gm)].map(
      ([, name = '', state, value]) => [state === undefined ? name : `${name}.${state}`, Number(value)] as const,
    ),
  )
  const counters: Record<string, number> = {}
  for (const { name } of kernelCounters) {
    const value = values.get(`node_netstat_${name.replace('.', '_')}`)
    if (value !== undefined) counters[name] = value
  }
  const gauges: Record<string, number> = {}
  for (const key of ['inuse', 'orphan', 'tw', 'alloc', 'mem']) {
    const value = values.get(`node_sockstat_TCP_${key}`)
    if (value !== undefined) gauges[`sockstat.TCP.${key}`] = value
  }
  const { states, tells } = statesIn(values)
  if (tells?.length === 0 && Object.keys(counters).length === 0) {
    throw new Error(
      `${url} has no metrics of TCP: node_netstat_… and node_sockstat_… of node_exporter are wanted (collectors netstat and sockstat)`,
    )
  }
  return { states, ...(tells === undefined ? {} : { tells }), counters, gauges }
}

function statesIn(values: ReadonlyMap<string, number>): { states: StateCounts; tells?: readonly TcpState[] } {
  const ofTcpstat = tcpStates.flatMap((state) => {
    const count = values.get(`node_tcp_connection_states.${state.toLowerCase()}`)
    return count === undefined ? [] : [[state, count] as const]
  })
  if (ofTcpstat.length > 0) return { states: counted(ofTcpstat) }
  const told = (
    [
      ['TIME_WAIT', values.get('node_sockstat_TCP_tw')],
      ['ESTABLISHED', values.get('node_netstat_Tcp_CurrEstab')],
    ] as const
  ).flatMap(([state, count]) => (count === undefined ? [] : [[state, count] as const]))
  return { states: counted(told), tells: told.map(([state]) => state) }
}

function counted(states: readonly (readonly [TcpState, number])[]): StateCounts {
  return Object.fromEntries(states.filter(([state, count]) => state !== 'LISTEN' && count > 0))
}
