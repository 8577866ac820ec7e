import type { StateCounts, TcpState } from '@loadrun/metrics'

/** Connections to one service. */
export interface ServiceSockets {
  /** `in`: the service is on the host. `out`: it is elsewhere. */
  readonly direction: 'in' | 'out'
  /** The service's port. */
  readonly port: number
  readonly states: StateCounts
}

/** The sums over services with these ports, or over all. */
export function sumsOf(
  services: readonly ServiceSockets[],
  ports: readonly number[] | undefined,
): { readonly states: StateCounts; readonly ends: Readonly<{ in: StateCounts; out: StateCounts }> } {
  const wanted = services.filter(({ port }) => ports === undefined || ports.includes(port))
  const ofEnd = (end: 'in' | 'out') => wanted.filter(({ direction }) => direction === end)
  return { states: sum(wanted), ends: { in: sum(ofEnd('in')), out: sum(ofEnd('out')) } }
}

function sum(services: readonly ServiceSockets[]): StateCounts {
  const total: Partial<Record<TcpState, number>> = {}
  for (const { states } of services) {
    for (const [state, count] of Object.entries(states) as [TcpState, number][]) {
      total[state] = (total[state] ?? 0) + count
    }
  }
  return total
}
