import { type HostPlan, loadGenerator } from '../plan/hosts.ts'
import type { TierPlan } from '../plan/tier.ts'
import type { GivenTopology } from '../schema/topology.ts'

/** A host for the load generator and one for each tier, with what the file says of it. */
export function fillHosts(topology: readonly TierPlan[], given: GivenTopology['hosts'] = {}): readonly HostPlan[] {
  return [loadGenerator, ...topology.map(({ name }) => name)].map((name) => ({
    name,
    localPorts: given[name]?.localPorts,
    timeWaitReuse: given[name]?.timeWaitReuse,
  }))
}
