import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { thisHost } from '@loadrun/engine'
import { allowedTargets } from '@loadrun/http'
import { networkIdentity } from '@loadrun/sockets'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { epochNowMs, nowMs } from '../clock.ts'
import { type NatsAddress, openNats } from '../connection/open-nats.ts'
import { type AgentCard, type Answer, type Order, protocolVersion } from '../protocol/messages.ts'
import { subjectsUnder } from '../protocol/subjects.ts'
import { PartOfRun } from './part-of-run.ts'

export interface AgentOptions {
  readonly nats: NatsAddress
  /** The prefix of all subjects: who may use it may make this agent send load. */
  readonly prefix: string
  /** For people; need not be unique. */
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Where load may be sent to, as `10.0.0.0/8,*.staging.example`; left out: anywhere. */
  readonly allowTargets?: string
  /** Ends the agent: a load under way is ended and reported. */
  readonly signal: AbortSignal
  readonly onEvent: (text: string) => void
  /** How long it works on without a word from its coordinator or from NATS. */
  readonly patienceMs?: number
}

/** Waits for runs and makes its part of them, one at a time, until the signal. Throws when NATS cannot be reached at first. */
export async function serveAgent(options: AgentOptions): Promise<void> {
  const subjects = subjectsUnder(options.prefix)
  if (options.allowTargets !== undefined) allowedTargets(options.allowTargets)
  const nats = await openNats(options.nats, `loadrun agent ${options.name}`)
  const folder = await mkdtemp(join(tmpdir(), 'loadrun-agent-'))
  const agent = new Agent({ ...options, subjects, folder }, nats)
  try {
    nats.subscribe(subjects.discover, { callback: (_, message) => void message.respond(JSON.stringify(agent.card())) })
    nats.subscribe(subjects.orders(agent.id), { callback: (_, message) => agent.obey(message) })
    await nats.flush()
    options.onEvent(`${options.name} waits for runs at ${nats.getServer()}`)
    while (!options.signal.aborted && !nats.isClosed()) {
      await Promise.race([delay(1000, undefined, { ref: true }), aborted(options.signal), nats.closed()])
      agent.tick()
    }
    await agent.leave()
  } finally {
    await rm(folder, { recursive: true, force: true })
    await nats.close()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

interface AgentGiven extends AgentOptions {
  readonly subjects: ReturnType<typeof subjectsUnder>
  readonly folder: string
}

/** The run that an agent is kept for. */
interface Engagement {
  readonly run: string
  part: PartOfRun | undefined
  coordinatorHeardAtMs: number
  readonly stopListening: () => void
}

const defaultPatienceMs = 60_000

class Agent {
  readonly id = randomUUID()
  readonly #given: AgentGiven
  readonly #nats: NatsConnection
  #engagement: Engagement | undefined

  constructor(given: AgentGiven, nats: NatsConnection) {
    this.#given = given
    this.#nats = nats
  }

  card(): AgentCard {
    const { name, labels } = this.#given
    const run = this.#engagement?.run
    return {
      protocol: protocolVersion,
      id: this.id,
      name,
      labels,
      host: thisHost(),
      network: networkIdentity(),
      ...(run && { run }),
    }
  }

  obey(message: Msg): void {
    let answer: Answer
    try {
      answer = this.#answerTo(message.json<Order>())
    } catch (error) {
      answer = { ok: false, reason: `The order could not be read: ${error instanceof Error ? error.message : error}` }
    }
    message.respond(JSON.stringify(answer))
  }

  /** Once a second: tells that it is there, and lets go of a run whose coordinator is silent. */
  tick(): void {
    const engagement = this.#engagement
    if (engagement === undefined) return
    const { subjects, patienceMs = defaultPatienceMs, onEvent } = this.#given
    this.#nats.publish(subjects.alive(engagement.run, this.id))
    if (nowMs() - engagement.coordinatorHeardAtMs > patienceMs) {
      onEvent(`run ${engagement.run}: no word from its coordinator for ${patienceMs / 1000} s, so it is let go`)
      this.#release()
    }
  }

  /** Ends what is under way, with its last report. */
  async leave(): Promise<void> {
    const part = this.#engagement?.part
    part?.abort()
    await part?.done
  }

  #answerTo(order: Order): Answer {
    const now: Answer = { ok: true, epochMs: epochNowMs() }
    if (order.type === 'clock') return now
    if (order.type === 'claim') return this.#claim(order.run)
    const engagement = this.#engagement
    if (engagement?.run !== order.run) return { ok: false, reason: 'the agent is not kept for that run' }
    engagement.coordinatorHeardAtMs = nowMs()
    switch (order.type) {
      case 'prepare':
        this.#prepare(engagement, order)
        return now
      case 'start':
        engagement.part?.start(order)
        return now
      case 'abort':
        engagement.part?.abort()
        return now
      case 'release':
        this.#release()
        return now
      default:
        return { ok: false, reason: `the agent knows no order '${(order as { type: unknown }).type}'` }
    }
  }

  #claim(run: string): Answer {
    if (this.#engagement !== undefined && this.#engagement.run !== run) {
      return { ok: false, reason: 'the agent is busy with another run' }
    }
    if (this.#engagement === undefined) {
      const subscription = this.#nats.subscribe(this.#given.subjects.coordinator(run), {
        callback: () => {
          if (this.#engagement?.run === run) this.#engagement.coordinatorHeardAtMs = nowMs()
        },
      })
      this.#engagement = {
        run,
        part: undefined,
        coordinatorHeardAtMs: nowMs(),
        stopListening: () => subscription.unsubscribe(),
      }
    }
    return { ok: true, epochMs: epochNowMs() }
  }

  /** The same order twice, after an answer that was lost, is carried out once. */
  #prepare(engagement: Engagement, assignment: Extract<Order, { type: 'prepare' }>): void {
    if (engagement.part !== undefined) return
    const { subjects, folder, allowTargets, patienceMs = defaultPatienceMs, onEvent } = this.#given
    const { run } = engagement
    onEvent(
      `run ${run}: ${assignment.share.workers} of its ${assignment.share.ofWorkers} workers, to ${assignment.targets[0] ?? 'the URLs that its script names'}`,
    )
    engagement.part = new PartOfRun(assignment, {
      nats: this.#nats,
      subjects,
      agent: this.id,
      run,
      folder,
      allowTargets,
      patienceMs,
    })
    void engagement.part.done.then(() => onEvent(`run ${run}: done`))
  }

  /** Free again at once, or when the load under way has ended. */
  #release(): void {
    const engagement = this.#engagement
    if (engagement === undefined) return
    engagement.stopListening()
    const free = () => {
      if (this.#engagement === engagement) this.#engagement = undefined
    }
    if (engagement.part === undefined) {
      free()
      return
    }
    engagement.part.abort()
    void engagement.part.done.then(free)
  }
}
