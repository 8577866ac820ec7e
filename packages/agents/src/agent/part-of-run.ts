import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { generateLoad, type LoadPlan, type LoadStart } from '@loadrun/engine'
import { allowedTargets } from '@loadrun/http'
import { observeSockets } from '@loadrun/sockets'
import { jetstream } from '@nats-io/jetstream'
import { Objm } from '@nats-io/obj'
import type { NatsConnection } from '@nats-io/transport-node'
import { scriptsOf } from '../bundle/files-of.ts'
import { unpackBundle } from '../bundle/unpack.ts'
import { epochNowMs } from '../clock.ts'
import type { Assignment } from '../protocol/messages.ts'
import type { Subjects } from '../protocol/subjects.ts'
import { Outbox } from './outbox.ts'

export interface PartGiven {
  readonly nats: NatsConnection
  readonly subjects: Subjects
  readonly agent: string
  readonly run: string
  /** A folder for the plan's files, which is removed at the end. */
  readonly folder: string
  readonly allowTargets: string | undefined
  readonly patienceMs: number
}

/** An agent's part of one run: fetched, made and reported in the background, from `prepare` to its last report. */
export class PartOfRun {
  /** Resolves when the last report is kept, or nobody could be found to keep it. */
  readonly done: Promise<void>
  readonly #abort = new AbortController()
  readonly #start = Promise.withResolvers<LoadStart>()
  readonly #outbox: Outbox

  constructor(assignment: Assignment, given: PartGiven) {
    const { nats, subjects, agent, run, patienceMs } = given
    this.#outbox = new Outbox({
      jetstream: jetstream(nats),
      subject: subjects.reports(run, agent),
      mostBytes: (nats.info?.max_payload ?? 1024 * 1024) - headerBytes,
      patienceMs,
      onGivenUp: () => this.abort(),
    })
    this.done = this.#carryOut(assignment, given)
  }

  start(start: LoadStart): void {
    this.#start.resolve(start)
  }

  abort(): void {
    this.#abort.abort()
    // One that still waits for its start ends as well.
    this.#start.resolve({ atEpochMs: epochNowMs() })
  }

  async #carryOut(assignment: Assignment, given: PartGiven): Promise<void> {
    const folder = join(given.folder, given.run)
    try {
      await this.#makeLoad(assignment, given, folder)
    } catch (error) {
      this.#outbox.add({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
    await this.#outbox.flush()
    await rm(folder, { recursive: true, force: true })
  }

  async #makeLoad({ bundle, share, targets, ownSockets }: Assignment, given: PartGiven, folder: string): Promise<void> {
    const store = await new Objm(given.nats).open(given.subjects.bundleStore)
    const bytes = await store.getBlob(bundle.name)
    if (bytes === null) throw new Error(`Cannot fetch the plan: NATS has none named ${bundle.name}`)
    const { plan, environment } = await unpackBundle(bytes, bundle.sha256, folder)
    refuse(plan, targets, given.allowTargets)
    using _ = withEnvironment(environment)
    const { workers, firstWorker, ofWorkers } = share
    const observer = ownSockets && (await observeSockets({ legs: [ownSockets.leg], everyMs: ownSockets.everyMs }))
    const { total, interrupted, troubles } = await generateLoad(
      { ...plan, workers },
      {
        targets,
        share: { firstWorker, ofWorkers },
        ...(given.allowTargets === undefined ? {} : { allowTargets: given.allowTargets }),
        signal: this.#abort.signal,
        agreeOnStart: () => {
          this.#outbox.add({ type: 'ready' })
          return this.#start.promise
        },
        onStart: (atEpochMs) => {
          observer?.loadStarted(atEpochMs)
          void this.#tellStart(atEpochMs)
        },
        onInterval: (metrics) => this.#outbox.add({ type: 'second', metrics }),
      },
    )
    const sockets = await observer?.stop()
    this.#outbox.add({ type: 'ended', total, interrupted, troubles, ...(sockets && { sockets }) })
  }

  async #tellStart(atEpochMs: number): Promise<void> {
    await delay(Math.max(0, atEpochMs - epochNowMs()))
    this.#outbox.add({ type: 'started', lateMs: Math.max(0, epochNowMs() - atEpochMs) })
  }
}

/** Throws where a plan would send load where it may not. Requests to elsewhere fail one by one; scripts are refused whole. */
function refuse(plan: LoadPlan, targets: readonly string[], allowTargets: string | undefined): void {
  if (allowTargets === undefined) return
  const allows = allowedTargets(allowTargets)
  const elsewhere = targets.filter((target) => !allows(target))
  if (elsewhere.length > 0) throw new Error(`This agent may not send load to ${elsewhere.join(', ')}`)
  if (scriptsOf(plan).length > 0) {
    throw new Error('This agent may send load to some targets only, and runs no scripts, which could connect anywhere')
  }
}

/** Sets variables for the threads of one load, and puts back what was there. */
function withEnvironment(variables: Readonly<Record<string, string>>): Disposable {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    },
  }
}

/** Room for the subject and headers of a message. */
const headerBytes = 1024
