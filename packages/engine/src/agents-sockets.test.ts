import type { AgentObservation, AgentsObservation, SocketObservation, StateCounts } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { withAgentsSockets } from './agents-sockets.ts'

const name = 'client → server'

function observed(atMs: readonly number[], from: StateCounts): SocketObservation {
  return {
    observed: true,
    everyMs: 1000,
    portRange: { low: 32768, high: 60999 },
    legs: [{ name, from: 'client', to: 'server', ports: [80] }],
    samples: atMs.map((at) => ({
      atMs: at,
      legs: { [name]: { from, to: { ESTABLISHED: 7 }, portsToBusiestDestination: 1 } },
      counters: {},
    })),
  }
}

function agent(network: string, sockets: SocketObservation): AgentObservation {
  const host = { node: 'v26', os: 'Linux', cpu: 'some', cores: 2 }
  return { name: network, labels: {}, host, workers: 1, requestsSent: 0, network, sockets }
}

function agents(...each: readonly AgentObservation[]): AgentsObservation {
  return { agents: each, missingShare: 0, degradedAllowed: false, stoppedByLoss: false }
}

describe('withAgentsSockets()', () => {
  test('adds each machine once, and none whose sockets were seen here already', () => {
    const here = observed([1000, 2000], { ESTABLISHED: 1 })
    const there = observed([900, 1900], { ESTABLISHED: 20, TIME_WAIT: 5 })
    const all = withAgentsSockets(
      here,
      agents(
        agent('here', observed([900], { ESTABLISHED: 99 })),
        agent('a', there),
        agent('a', there),
        agent('b', there),
      ),
      'here',
    )
    if (!all.observed) throw new Error(all.reason)
    expect(all.samples.map(({ legs }) => legs[name]?.from)).toEqual([
      { ESTABLISHED: 41, TIME_WAIT: 10 },
      { ESTABLISHED: 41, TIME_WAIT: 10 },
    ])
    expect(all.samples[0]?.legs[name]?.to).toEqual({ ESTABLISHED: 7 })
  })

  test('takes what a machine had seen by then, and nothing where it had seen nothing', () => {
    const all = withAgentsSockets(
      observed([1000, 2000], {}),
      agents(agent('a', observed([1500], { ESTABLISHED: 3 })), agent('b', { observed: false, reason: 'no Linux' })),
      'here',
    )
    if (!all.observed) throw new Error(all.reason)
    expect(all.samples.map(({ legs }) => legs[name]?.from)).toEqual([{}, { ESTABLISHED: 3 }])
  })
})
