import { type Leg, type StateCounts, type TcpState, tcpStates } from '@loadrun/metrics'
import { scanListing } from '../listings/scan-listing.ts'

type MutableCounts = Partial<Record<TcpState, number>>

/** The counts of a leg that the output of `ss -tan` gives, sockets in LISTEN left out: what tests compare with. */
export function countInSs(output: string, leg: Leg): { from: StateCounts; to: StateCounts } {
  const counts: { from: MutableCounts; to: MutableCounts } = { from: {}, to: {} }
  scanListing(output, ({ state: number, localPort, remotePort }) => {
    const state = tcpStates[number - 1]
    if (state === undefined || state === 'LISTEN') return
    const end = leg.ports.includes(localPort) ? 'to' : leg.ports.includes(remotePort) ? 'from' : undefined
    if (end !== undefined) counts[end][state] = (counts[end][state] ?? 0) + 1
  })
  return counts
}
