import {
  type AgentsObservation,
  type SocketObservation,
  type SocketSample,
  type StateCounts,
  tcpStates,
} from '@loadrun/metrics'
import { loadGenerator } from '@loadrun/plan'
import { networkIdentity } from '@loadrun/sockets'

type Observed = Extract<SocketObservation, { observed: true }>

/**
 * Adds, at the load's end of its leg, what agents saw on their machines to what was seen here. Machines are counted once,
 * however many agents they have; and those are not added that share this machine's sockets.
 */
export function withAgentsSockets(
  here: SocketObservation,
  agents: AgentsObservation | undefined,
  ownNetwork: string = networkIdentity(),
): SocketObservation {
  if (!here.observed || agents === undefined) return here
  const elsewhere = new Map<string, Observed>()
  for (const { network, sockets } of agents.agents) {
    if (network !== ownNetwork && sockets?.observed) elsewhere.set(network, sockets)
  }
  const leg = here.legs.find(({ from }) => from === loadGenerator)
  if (leg === undefined || elsewhere.size === 0) return here
  const samples = here.samples.map((sample) => {
    const own = sample.legs[leg.name]
    if (own === undefined) return sample
    const from = [...elsewhere.values()].reduce(
      (sum, { samples }) => added(sum, latest(samples, sample.atMs)?.legs[leg.name]?.from ?? {}),
      own.from,
    )
    return { ...sample, legs: { ...sample.legs, [leg.name]: { ...own, from } } }
  })
  return { ...here, samples }
}

/** The last one that is not later. */
function latest(samples: readonly SocketSample[], atMs: number): SocketSample | undefined {
  return samples.findLast((sample) => sample.atMs <= atMs)
}

function added(one: StateCounts, other: StateCounts): StateCounts {
  const states = tcpStates.filter((state) => one[state] !== undefined || other[state] !== undefined)
  return Object.fromEntries(states.map((state) => [state, (one[state] ?? 0) + (other[state] ?? 0)]))
}
