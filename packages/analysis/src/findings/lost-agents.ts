import { lossesIn } from '../figures/agents.ts'
import type { FindingRule } from './finding.ts'

/** What is missing of a run that may pass although agents were lost. */
export const lostAgents: FindingRule = ({ agents }) => {
  const losses = agents?.degradedAllowed ? lossesIn(agents) : []
  if (agents === undefined || losses.length === 0) return []
  return [
    {
      id: 'lost-agents',
      sentence: losses.join(' '),
      figures: {
        agents: agents.agents.length,
        lost: agents.agents.filter(({ lost }) => lost !== undefined).length,
        missingShare: agents.missingShare,
      },
    },
  ]
}
