import type { ConnectionPlan } from '../plan/connecting.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { GivenScenario } from '../schema/load.ts'
import { defaults } from './defaults.ts'

/** `auto` is what costs least of those that can do what is asked for. */
export function fillClient({
  client = defaults.client,
  http,
  proxy,
}: Pick<GivenScenario, 'client' | 'http' | 'proxy'>): Scenario['client'] {
  if (client !== 'auto') return client
  return http === 2 || proxy !== undefined ? 'undici' : 'wire'
}

export function fillConnections(
  given: Pick<GivenScenario, 'connections' | 'close' | 'maxSockets' | 'http'>,
): ConnectionPlan {
  const kind = given.connections ?? defaults.userConnections
  const maxSockets = given.maxSockets === 'none' ? undefined : given.maxSockets
  if (kind === 'per-vu') return { kind }
  // HTTP/2 has no way to ask the server for it.
  const closedBy = given.close ?? (given.http === 2 ? 'client' : defaults.closedBy)
  if (kind === 'new') return { kind, closedBy, maxSockets }
  return { kind, maxSockets }
}
