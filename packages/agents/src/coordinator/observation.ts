import type { GeneratedLoad } from '@loadrun/engine'
import type { AgentObservation } from '@loadrun/metrics'
import type { Seat } from './seat.ts'

export interface ObservationGiven {
  /** Of each agent. */
  readonly workers: number
  /** Whether the user ended the load. */
  readonly aborted: boolean
  /** When the plan's load ends. */
  readonly endMs: number
  readonly degradedAllowed: boolean
  /** Whether the loss of one ended the load of all. */
  readonly stoppedByLoss: boolean
}

/** What is known of the agents at the end: who they were, what is missing, and what they had to say. */
export function observationOf(
  seats: readonly Seat[],
  given: ObservationGiven,
): Required<Pick<GeneratedLoad, 'agents' | 'troubles'>> {
  const agents = seats.map((seat) => agentOf(seat, given))
  const missingMs = agents.reduce((sum, { lost }) => sum + (lost ? Math.max(0, given.endMs - lost.atMs) : 0), 0)
  const wholeMs = given.endMs * seats.length
  return {
    agents: {
      agents,
      missingShare: wholeMs === 0 ? 0 : missingMs / wholeMs,
      degradedAllowed: given.degradedAllowed,
      stoppedByLoss: given.stoppedByLoss,
    },
    troubles: seats.flatMap(troublesOf),
  }
}

function agentOf(seat: Seat, given: ObservationGiven): AgentObservation {
  const { card, clock, end, startLateMs, requestsSent } = seat
  const reason = whyLost(seat, given)
  return {
    name: card.name,
    labels: card.labels,
    host: card.host,
    workers: given.workers,
    ...(clock && { clock }),
    ...(startLateMs === undefined ? {} : { startLateMs }),
    requestsSent,
    network: card.network,
    ...(end?.kind === 'ended' && end.sockets && { sockets: end.sockets }),
    ...(reason === undefined ? {} : { lost: { reason, atMs: seat.toldUntilMs, secondsTooLate: seat.secondsTooLate } }),
  }
}

function whyLost({ end }: Seat, { aborted, stoppedByLoss }: ObservationGiven): string | undefined {
  if (end === undefined) return 'it never ended'
  if (end.kind !== 'ended') return end.reason
  return end.interrupted && !aborted && !stoppedByLoss ? 'it was stopped where it ran' : undefined
}

function troublesOf({ card, end, reportsMissing }: Seat): readonly string[] {
  const troubles = end?.kind === 'ended' ? [...end.troubles] : []
  if (reportsMissing > 0) troubles.push(`${reportsMissing} of its reports never came`)
  return troubles.map((trouble) => `Agent ${card.name}: ${trouble}`)
}
