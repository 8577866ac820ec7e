import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import { alarmBytes, alarmMemory, place } from './alarm-memory.ts'
import type { AlarmThreadGiven } from './alarm-thread.ts'
import { epochNowMs } from './clock.ts'

interface Sleeper {
  readonly atEpochMs: number
  readonly thenEpochMs: number
  readonly wake: () => void
}

/**
 * Wakes this thread at moments that its own timers, being whole milliseconds, cannot hit. A thread beside it sleeps on
 * a futex, which the kernel ends within microseconds, and then sends this one a message; meanwhile this one's event loop
 * looks after its sockets.
 *
 * `Atomics.waitAsync` would do instead of messages, but V8 keeps the promises of those who wait in tables of which each
 * holds the one after it: one that has grown old keeps a tenth of all that a load makes from being collected young.
 */
export class Alarm {
  /** Resolves when the thread beside is there. */
  readonly ready: Promise<unknown>
  readonly #memory = new SharedArrayBuffer(alarmBytes)
  readonly #counters = alarmMemory(this.#memory).counters
  readonly #moments = alarmMemory(this.#memory).moments
  readonly #thread: Worker
  /** Soonest first: a pacer for each scenario, and few others. */
  readonly #sleepers: Sleeper[] = []
  readonly #lookout: NodeJS.Timeout

  constructor() {
    const { port1: own, port2: bell } = new MessageChannel()
    const workerData: AlarmThreadGiven = { memory: this.#memory, bell }
    this.#moments.fill(Number.POSITIVE_INFINITY)
    this.#thread = new Worker(new URL('./alarm-thread.ts', import.meta.url), {
      name: 'alarm',
      workerData,
      transferList: [bell],
      // It makes nothing: without this it gets as much memory as a thread that makes a load.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
    })
    this.ready = once(own, 'message')
    own.on('message', (rungMs: number) => this.#onRing(rungMs))
    this.#lookout = setInterval(() => this.#lookAround(), lookoutMs)
  }

  /**
   * Resolves at the moment, or some ten microseconds after. Who already knows the moment after it, for which it will ask
   * next, spares the thread beside from being woken to be told.
   */
  ringAt(atEpochMs: number, thenEpochMs = Number.POSITIVE_INFINITY): Promise<void> {
    return new Promise((wake) => {
      const behind = this.#sleepers.findIndex((other) => other.atEpochMs > atEpochMs)
      const sleeper = { atEpochMs, thenEpochMs, wake }
      this.#sleepers.splice(behind < 0 ? this.#sleepers.length : behind, 0, sleeper)
      if (this.#sleepers[0] === sleeper) this.#order(sleeper)
    })
  }

  /** Nobody may be waiting for a ring any more. */
  async close(): Promise<void> {
    clearInterval(this.#lookout)
    const ended = once(this.#thread, 'exit')
    Atomics.store(this.#counters, place.stop, 1)
    Atomics.add(this.#counters, place.orders, 1)
    Atomics.notify(this.#counters, place.orders)
    await ended
  }

  #order({ atEpochMs, thenEpochMs }: Sleeper): void {
    const afterMs = Math.min(thenEpochMs, this.#sleepers[1]?.atEpochMs ?? Number.POSITIVE_INFINITY)
    const isExpected = this.#moments[1] === atEpochMs
    this.#moments[0] = atEpochMs
    this.#moments[1] = afterMs
    const before = Atomics.add(this.#counters, place.orders, 1)
    // Whoever sleeps by the order before this one wakes in time by itself, and finds this one then.
    if (isExpected && Atomics.load(this.#counters, place.followed) === before) return
    Atomics.notify(this.#counters, place.orders)
  }

  #onRing(rungMs: number): void {
    // The clocks of two threads may differ by what they are rounded to.
    const nowMs = Math.max(rungMs, epochNowMs())
    this.#wakeDue(nowMs)
    const [next] = this.#sleepers
    const ringsBefore = (atEpochMs: number) => this.#moments.some((atMs) => atMs > nowMs && atMs <= atEpochMs)
    if (next !== undefined && !ringsBefore(next.atEpochMs)) this.#order(next)
  }

  #wakeDue(nowMs: number): void {
    while ((this.#sleepers[0]?.atEpochMs ?? Number.POSITIVE_INFINITY) <= nowMs) this.#sleepers.shift()?.wake()
  }

  /** On a busy machine the thread beside may not come to ring for long, while this one has the time to look itself. */
  #lookAround(): void {
    const nowMs = epochNowMs()
    const [first] = this.#sleepers
    if (first !== undefined && nowMs - first.atEpochMs >= lookoutMs) this.#wakeDue(nowMs)
  }
}

const lookoutMs = 50
