import { setTimeout as delay } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import { nowMs } from '../clock.ts'
import { type AgentCard, protocolVersion } from '../protocol/messages.ts'
import type { Subjects } from '../protocol/subjects.ts'
import { giveOrder } from './order.ts'

export interface AgentsWanted {
  readonly agents: number
  /** Agents must have all of these. */
  readonly labels: Readonly<Record<string, string>>
  /** How long to wait until so many are there and free. */
  readonly waitMs: number
  /** Called whenever there are others than before. */
  readonly onWaiting: (found: number) => void
  readonly signal: AbortSignal
}

/** Keeps the agents that a run wants for it, by name in order. Throws when they are not there in time, with none kept. */
export async function claimAgents(
  nats: NatsConnection,
  subjects: Subjects,
  run: string,
  wanted: AgentsWanted,
): Promise<readonly AgentCard[]> {
  const claimed: AgentCard[] = []
  const refusals = new Map<string, string>()
  const untilMs = nowMs() + wanted.waitMs
  for (let told = -1; ; ) {
    for (const card of await discover(nats, subjects, wanted)) {
      if (claimed.length === wanted.agents) break
      const refusal = whyNot(card, wanted) ?? (await claim(nats, subjects, run, card))
      if (claimed.some(({ id }) => id === card.id)) continue
      if (refusal === undefined) claimed.push(card)
      else refusals.set(card.id, `${card.name}: ${refusal}`)
    }
    if (claimed.length === wanted.agents) return claimed.toSorted(byName)
    if (claimed.length !== told) wanted.onWaiting(claimed.length)
    told = claimed.length
    if (wanted.signal.aborted || nowMs() > untilMs) break
    await delay(pollMs)
  }
  for (const { id } of claimed) await giveOrder(nats, subjects, id, { type: 'release', run }, 1)
  throw new Error(notEnough(wanted, claimed, [...refusals.values()]))
}

const pollMs = 500
const answersWithinMs = 700

/** Those that answer within the time, or until there are enough that would do. */
async function discover(nats: NatsConnection, subjects: Subjects, wanted: AgentsWanted): Promise<readonly AgentCard[]> {
  const cards: AgentCard[] = []
  try {
    const answers = await nats.requestMany(subjects.discover, '', { strategy: 'timer', maxWait: answersWithinMs })
    for await (const answer of answers) {
      cards.push(answer.json<AgentCard>())
      if (cards.filter((card) => whyNot(card, wanted) === undefined).length === wanted.agents) break
    }
  } catch {
    // Nobody listens yet, or NATS is away for a moment: asked again.
  }
  return cards.toSorted(byName)
}

function byName(one: AgentCard, other: AgentCard): number {
  return one.name.localeCompare(other.name) || one.id.localeCompare(other.id)
}

function whyNot({ protocol, labels, run }: AgentCard, wanted: AgentsWanted): string | undefined {
  if (protocol !== protocolVersion) return `it speaks version ${protocol} of the protocol, ${protocolVersion} is wanted`
  const missing = Object.entries(wanted.labels).filter(([key, value]) => labels[key] !== value)
  if (missing.length > 0) return `it lacks the label ${missing.map((pair) => pair.join('=')).join(', ')}`
  return run === undefined ? undefined : 'it is busy with another run'
}

async function claim(
  nats: NatsConnection,
  subjects: Subjects,
  run: string,
  { id }: AgentCard,
): Promise<string | undefined> {
  const answer = await giveOrder(nats, subjects, id, { type: 'claim', run }, 1)
  return answer.ok ? undefined : answer.reason
}

function notEnough(
  { agents, waitMs }: AgentsWanted,
  claimed: readonly AgentCard[],
  refusals: readonly string[],
): string {
  const others = refusals.length === 0 ? '' : `; not taken: ${refusals.join('; ')}`
  return `Cannot run on ${agents} agents: ${claimed.length} were there and free within ${waitMs / 1000} s${others}`
}
