import type { ConnectionPlan, Scenario } from '../plan.ts'
import type { GivenScenario } from '../schema/load.ts'
import { defaults } from './defaults.ts'

/** `auto` is what costs least; both clients speak HTTP/1.1. */
export function fillClient({ client = defaults.client }: Pick<GivenScenario, 'client'>): Scenario['client'] {
  return client === 'auto' ? 'wire' : client
}

export function fillConnections(given: Pick<GivenScenario, 'connections' | 'close' | 'maxSockets'>): ConnectionPlan {
  const kind = given.connections ?? defaults.userConnections
  const maxSockets = given.maxSockets === 'none' ? undefined : given.maxSockets
  if (kind === 'per-vu') return { kind }
  if (kind === 'new') return { kind, closedBy: given.close ?? defaults.closedBy, maxSockets }
  return { kind, maxSockets }
}
