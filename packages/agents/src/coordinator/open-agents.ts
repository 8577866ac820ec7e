import { randomUUID } from 'node:crypto'
import type { GeneratedLoad, LoadGiven, LoadPlan, LoadSource } from '@loadrun/engine'
import { type NatsAddress, openNats } from '../connection/open-nats.ts'
import { reachabilityOf } from '../connection/reachability.ts'
import { subjectsUnder } from '../protocol/subjects.ts'
import { openReportStream } from './collect.ts'
import { DistributedRun } from './distributed-run.ts'

export interface AgentsOptions {
  readonly nats: NatsAddress
  readonly prefix: string
  readonly agents: number
  readonly labels: Readonly<Record<string, string>>
  /** How long to wait until so many are there and free. */
  readonly waitMs: number
  /** Gives an agent up when nothing was heard of it for so long. */
  readonly lossAfterMs: number
  /** Whether a run goes on without those that were lost. */
  readonly onLoss: 'continue' | 'stop'
  /** Whether a run with losses may pass. */
  readonly degradedAllowed: boolean
  readonly onEvent: (text: string) => void
}

/** Agents that make loads together. For each, so many are kept, and let go afterwards. */
export interface Agents extends LoadSource {
  close(): Promise<void>
}

/** Throws when NATS, or JetStream in it, cannot be reached. */
export async function openAgents(options: AgentsOptions): Promise<Agents> {
  const subjects = subjectsUnder(options.prefix)
  const nats = await openNats(options.nats, 'loadrun coordinator')
  try {
    await openReportStream(nats, subjects)
  } catch (error) {
    await nats.close()
    throw new Error(`Cannot use JetStream at ${options.nats.url}: ${error instanceof Error ? error.message : error}`)
  }
  const reachability = reachabilityOf(nats)
  return {
    generate: (plan: LoadPlan, given: LoadGiven): Promise<GeneratedLoad> =>
      new DistributedRun(plan, given, { ...options, run: randomUUID(), nats, subjects, reachability }).carryOut(),
    close: () => nats.close(),
  }
}
