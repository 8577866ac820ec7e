import type { AgentObservation, RunResult } from '@loadrun/metrics'
import { quantityText } from '../wording/quantity.ts'
import type { Figure, TierTable } from './content.ts'

/** What is known of each agent that made a part of the load; nothing where this machine made it. */
export function agentTables({ agents }: RunResult): readonly TierTable[] {
  return (agents?.agents ?? []).map((agent) => ({ name: agent.name, kind: 'agent', figures: figuresOf(agent) }))
}

function figuresOf({ host, workers, requestsSent, clock, startLateMs, lost }: AgentObservation): readonly Figure[] {
  return [
    { label: 'requests sent', value: requestsSent, unit: 'count' },
    { label: 'worker threads', value: workers, unit: 'count' },
    { label: 'cores', value: host.cores, unit: 'count' },
    { label: 'began after the agreed moment', value: startLateMs ?? null, unit: 'ms' },
    { label: 'its clock ahead of ours', value: clock?.offsetMs ?? null, unit: 'ms', ...uncertain(clock) },
    ...(lost === undefined ? [] : [{ label: 'lost', value: lost.reason, unit: 'text' } as const]),
  ]
}

function uncertain(clock: AgentObservation['clock']): Pick<Figure, 'note'> {
  return clock === undefined ? {} : { note: `± ${quantityText(clock.uncertaintyMs, 'ms')}` }
}
