import {
  type GeneratedLoad,
  type LoadGiven,
  type LoadPlan,
  type LoadStart,
  SecondsOfAll,
  setUp,
  tearDown,
  totalOf,
} from '@loadrun/engine'
import type { Metrics } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'
import { Objm, StorageType } from '@nats-io/obj'
import { type NatsConnection, nanos } from '@nats-io/transport-node'
import { packBundle } from '../bundle/pack.ts'
import { epochNowMs, nowMs } from '../clock.ts'
import type { Reachability } from '../connection/reachability.ts'
import type { BundleAddress, Order } from '../protocol/messages.ts'
import type { Subjects } from '../protocol/subjects.ts'
import { type ClockReading, clockOffsetOf } from './clock-offset.ts'
import { collectReports } from './collect.ts'
import { claimAgents } from './find-agents.ts'
import { observationOf } from './observation.ts'
import type { AgentsOptions } from './open-agents.ts'
import { giveOrder } from './order.ts'
import { Seat } from './seat.ts'
import { watchSeats } from './watch-seats.ts'

export interface DistributedRunOptions extends Omit<AgentsOptions, 'nats'> {
  readonly run: string
  readonly nats: NatsConnection
  readonly subjects: Subjects
  readonly reachability: Reachability
}

/** Time for the start order to reach everybody, beside what its way takes. */
const leadMs = 300
const clockExchanges = 16
const natsPatienceMs = 60_000
/** A bundle that was not removed, because its run died, goes by itself. */
const bundleKeptMs = 60 * 60_000

/** One load, made by several agents. */
export class DistributedRun {
  readonly #plan: LoadPlan
  readonly #given: LoadGiven
  readonly #options: DistributedRunOptions
  readonly #intervals: Metrics[] = []
  /** In the order of their shares. */
  #seats: readonly Seat[] = []
  #stoppedByLoss = false

  constructor(plan: LoadPlan, given: LoadGiven, options: DistributedRunOptions) {
    this.#plan = plan
    this.#given = given
    this.#options = options
  }

  /** Throws, with every agent let go, when the load cannot be begun; later losses are in what it returns. */
  async carryOut(): Promise<GeneratedLoad> {
    const { nats, subjects, run, reachability, lossAfterMs, onEvent } = this.#options
    const { signal } = this.#given
    const { agents, labels, waitMs } = this.#options
    const onWaiting = (found: number) => onEvent(`waiting for agents: ${found} of ${agents} are there`)
    const cards = await claimAgents(nats, subjects, run, { agents, labels, waitMs, onWaiting, signal })
    const seconds = new SecondsOfAll(cards.length, (metrics) => {
      this.#intervals.push(metrics)
      this.#given.onInterval(metrics)
    })
    this.#seats = cards.map((card, index) => {
      const seat = new Seat(card, nowMs(), (metrics) => seconds.add(index, metrics))
      void seat.ended.then(() => seconds.end(index))
      return seat
    })
    const byId = new Map(this.#seats.map((seat) => [seat.card.id, seat]))
    const watch = watchSeats(nats, subjects, byId, {
      run,
      reachability,
      lossAfterMs,
      natsPatienceMs,
      onLost: (seat) => this.#lost(seat),
    })
    const abort = () => void this.#orderAll({ type: 'abort', run })
    try {
      const reports = await collectReports(nats, subjects, run, (id, report) => byId.get(id)?.hear(report, nowMs()))
      try {
        await this.#prepare()
        signal.addEventListener('abort', abort, { once: true })
        if (signal.aborted) abort()
        const setupData = await setUp(this.#plan, this.#given)
        await this.#start(setupData)
        await Promise.all(this.#seats.map(({ ended }) => ended))
        return await tearDown(this.#plan, this.#given, setupData, this.#made())
      } finally {
        await reports.close()
      }
    } finally {
      signal.removeEventListener('abort', abort)
      watch.stop()
      await this.#orderAll({ type: 'release', run })
      const bundles = await new Objm(nats).open(subjects.bundleStore).catch(() => undefined)
      // One that cannot be removed now goes by its age.
      await bundles?.delete(run).catch(() => undefined)
    }
  }

  /** Every agent has plan and files, and its threads are warm. */
  async #prepare(): Promise<void> {
    const { run, nats, subjects } = this.#options
    const bundle = await putBundle(this.#plan, run, nats, subjects)
    const { workers } = this.#plan
    const ofWorkers = workers * this.#seats.length
    const { targets, ownSockets } = this.#given
    const accepted = await Promise.all(
      this.#seats.map((seat, index) => {
        const share = { workers, firstWorker: index * workers, ofWorkers }
        return this.#order(seat, { type: 'prepare', run, bundle, share, targets, ...(ownSockets && { ownSockets }) })
      }),
    )
    await Promise.all(this.#seats.map(({ ready }) => ready))
    await Promise.all(this.#seats.map((seat) => this.#readClock(seat)))
    const unready = this.#seats.flatMap(({ card, end }, index) => {
      const answer = accepted[index]
      if (answer?.ok === false) return [`${card.name}: ${answer.reason}`]
      return end === undefined ? [] : [`${card.name}: ${'reason' in end ? end.reason : 'it ended before the start'}`]
    })
    if (unready.length > 0 && !this.#given.signal.aborted) {
      throw new Error(`Cannot start the load on ${this.#seats.length} agents: ${unready.join('; ')}`)
    }
  }

  async #readClock(seat: Seat): Promise<void> {
    const readings: ClockReading[] = []
    for (let exchange = 0; exchange < clockExchanges; exchange++) {
      const askedAtMs = epochNowMs()
      const answer = await this.#order(seat, { type: 'clock' }, 1)
      if (answer.ok) readings.push({ askedAtMs, answeredAtMs: epochNowMs(), theirsMs: answer.epochMs })
    }
    seat.clock = clockOffsetOf(readings)
  }

  async #start(setupData: LoadStart['setupData']): Promise<void> {
    const { run } = this.#options
    const longestWayMs = Math.max(...this.#seats.map(({ clock }) => 2 * (clock?.uncertaintyMs ?? 0)))
    const atEpochMs = epochNowMs() + leadMs + 4 * longestWayMs
    this.#given.onStart(atEpochMs)
    await Promise.all(
      this.#seats.map((seat) =>
        this.#order(seat, { type: 'start', run, atEpochMs: atEpochMs + (seat.clock?.offsetMs ?? 0), setupData }),
      ),
    )
  }

  #lost(seat: Seat): void {
    const { run, onLoss, onEvent } = this.#options
    onEvent(`agent ${seat.card.name} is lost: ${seat.end && 'reason' in seat.end ? seat.end.reason : ''}`)
    // Should it still be there, it must not send load that nobody counts.
    void this.#order(seat, { type: 'release', run }, 1)
    if (onLoss === 'continue') return
    this.#stoppedByLoss = true
    void this.#orderAll({ type: 'abort', run })
  }

  #order(seat: Seat, order: Order, attempts?: number): ReturnType<typeof giveOrder> {
    return giveOrder(this.#options.nats, this.#options.subjects, seat.card.id, order, attempts)
  }

  async #orderAll(order: Order): Promise<void> {
    await Promise.all(this.#seats.map((seat) => (seat.end?.kind === 'lost' ? undefined : this.#order(seat, order))))
  }

  #made(): GeneratedLoad {
    const intervals = this.#intervals
    const observed = observationOf(this.#seats, {
      workers: this.#plan.workers,
      aborted: this.#given.signal.aborted,
      endMs: plannedEndMs(this.#plan),
      degradedAllowed: this.#options.degradedAllowed,
      stoppedByLoss: this.#stoppedByLoss,
    })
    return {
      total: totalOf(
        this.#seats.map(({ end }) => (end?.kind === 'ended' ? end : { reason: 'lost' })),
        intervals,
      ),
      intervals,
      interrupted: this.#given.signal.aborted || this.#stoppedByLoss,
      ...observed,
    }
  }
}

async function putBundle(
  plan: LoadPlan,
  run: string,
  nats: NatsConnection,
  subjects: Subjects,
): Promise<BundleAddress> {
  const { bytes, sha256 } = await packBundle(plan)
  const store = await new Objm(nats).create(subjects.bundleStore, {
    storage: StorageType.File,
    ttl: nanos(bundleKeptMs),
  })
  await store.putBlob({ name: run }, bytes)
  return { name: run, sha256 }
}
