import { type Leg, type StateCounts, type TcpState, tcpStates } from '@loadrun/metrics'

type MutableCounts = Partial<Record<TcpState, number>>

/** The states that `ss` writes otherwise than with a hyphen for each underscore. */
const otherNames: Readonly<Record<string, TcpState>> = {
  ESTAB: 'ESTABLISHED',
  'FIN-WAIT-1': 'FIN_WAIT1',
  'FIN-WAIT-2': 'FIN_WAIT2',
  UNCONN: 'CLOSE',
}

/** The counts of a leg that the output of `ss -tan` gives, sockets in LISTEN left out: what tests compare with. */
export function countInSs(output: string, leg: Leg): { from: StateCounts; to: StateCounts } {
  const counts: { from: MutableCounts; to: MutableCounts } = { from: {}, to: {} }
  for (const line of output.split('\n').slice(1)) {
    const [ssState, , , local, remote] = line.trim().split(/\s+/)
    if (ssState === undefined || local === undefined || remote === undefined) continue
    const state = otherNames[ssState] ?? tcpStates.find((each) => each === ssState.replaceAll('-', '_'))
    if (state === undefined) throw new Error(`Cannot read the line of ss "${line}": ${ssState} is no TCP state`)
    if (state === 'LISTEN') continue
    const end = leg.ports.includes(portOf(local)) ? 'to' : leg.ports.includes(portOf(remote)) ? 'from' : undefined
    if (end !== undefined) counts[end][state] = (counts[end][state] ?? 0) + 1
  }
  return counts
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}
