import type { Leg, Measured } from '@loadrun/metrics'
import { loadGenerator } from '@loadrun/plan'
import { leadsTo } from '../gate/leads-to.ts'
import { middlewaresOf, serversOf, toxicsOf } from './tiers.ts'

/**
 * How many connections were made on a leg: as the tier counted that accepted them, where nobody else connects to it; else
 * as the one that opened them, which does not notice all that are reset at once. `undefined` where neither counts.
 */
export function connectionsMade(measured: Measured, leg: Leg): number | undefined {
  const { topology, target } = measured.plan
  const openers = topology.filter((tier) => leadsTo(tier, leg.to)).map(({ name }) => name)
  if (target.kind === 'tier' && target.tier === leg.to) openers.push(loadGenerator)
  return (openers.length === 1 ? acceptedBy(leg.to, measured) : undefined) ?? openedBy(leg.from, measured)
}

function acceptedBy(name: string, measured: Measured): number | undefined {
  const server = serversOf(measured).find(({ plan }) => plan.name === name)?.end
  if (server !== undefined) return server.accepted + server.rejected
  return toxicsOf(measured).find(({ plan }) => plan.name === name)?.end?.accepted
}

function openedBy(name: string, measured: Measured): number | undefined {
  return [...middlewaresOf(measured), ...toxicsOf(measured)].find(({ plan }) => plan.name === name)?.end
    ?.upstreamConnections
}
