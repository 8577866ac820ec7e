import type { ObservedHostPlan } from '../plan/hosts.ts'
import type { GivenObserve } from '../schema/observe.ts'
import { defaults } from './defaults.ts'

export function fillObserve(given: GivenObserve, everyMs: number): readonly ObservedHostPlan[] {
  return Object.entries(given).map(([name, host]) => ({
    name,
    source: sourceOf(host),
    ports: host.ports,
    everyMs: host.every ?? everyMs,
    timeoutMs: host.timeout ?? defaults.observeTimeoutMs,
  }))
}

function sourceOf({ nodeExporter, command = [], loadrun }: GivenObserve[string]): ObservedHostPlan['source'] {
  if (nodeExporter !== undefined) return { kind: 'node_exporter', url: nodeExporter }
  if (loadrun !== undefined) return { kind: 'loadrun', url: loadrun }
  return { kind: 'command', argv: command }
}
