import type { AgentObservation, AgentsObservation, Measured } from '@loadrun/metrics'
import { countOf, durationText, shareText } from './wording.ts'

/** The threads that made a run's load, on all machines together. */
export function loadThreads({ plan, agents }: Pick<Measured, 'plan' | 'agents'>): number {
  return agents === undefined ? plan.workers : agents.agents.reduce((sum, { workers }) => sum + workers, 0)
}

/** A sentence for each agent that was lost, and one for what is missing. */
export function lossesIn({ agents, missingShare, stoppedByLoss }: AgentsObservation): readonly string[] {
  const lost = agents.flatMap(({ name, lost }) =>
    lost === undefined ? [] : [`Agent ${name} was lost: ${lost.reason}. ${countedOf(lost)}`],
  )
  if (lost.length === 0) return []
  const missing = `${shareText(missingShare)} of the load is missing, as lost agents did not make it`
  return [...lost, stoppedByLoss ? `${missing}; the load was ended on all agents then.` : `${missing}.`]
}

function countedOf({ atMs, secondsTooLate }: NonNullable<AgentObservation['lost']>): string {
  const late = secondsTooLate === 0 ? '' : `; ${countOf(secondsTooLate, 'second')} that came after that are not counted`
  return `What it had told until ${durationText(atMs)} counts${late}.`
}
