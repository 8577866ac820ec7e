import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { alarmBytes, alarmMemory, place } from './alarm-memory.ts'
import { epochNowMs } from './clock.ts'

interface Sleeper {
  readonly atEpochMs: number
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
  readonly #moment = alarmMemory(this.#memory).moment
  readonly #thread: Worker
  /** Soonest first: a pacer for each scenario, and few others. */
  readonly #sleepers: Sleeper[] = []
  readonly #lookout: NodeJS.Timeout

  constructor() {
    this.#thread = new Worker(new URL('./alarm-thread.ts', import.meta.url), {
      name: 'alarm',
      workerData: this.#memory,
      // It makes nothing: without this it gets as much memory as a thread that makes a load.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
    })
    this.ready = once(this.#thread, 'message')
    this.#thread.on('message', () => this.#onRing())
    this.#lookout = setInterval(() => this.#lookAround(), lookoutMs)
  }

  /** Resolves at the moment, or some ten microseconds after. */
  ringAt(atEpochMs: number): Promise<void> {
    return new Promise((wake) => {
      const behind = this.#sleepers.findIndex((other) => other.atEpochMs > atEpochMs)
      this.#sleepers.splice(behind < 0 ? this.#sleepers.length : behind, 0, { atEpochMs, wake })
      if (this.#sleepers[0]?.wake === wake) this.#order(atEpochMs)
    })
  }

  /** Nobody may be waiting for a ring any more. */
  async close(): Promise<void> {
    clearInterval(this.#lookout)
    const ended = once(this.#thread, 'exit')
    Atomics.store(this.#counters, place.stop, 1)
    this.#order(0)
    await ended
  }

  #order(atEpochMs: number): void {
    this.#moment[0] = atEpochMs
    Atomics.add(this.#counters, place.orders, 1)
    Atomics.notify(this.#counters, place.orders)
  }

  #onRing(): void {
    this.#wakeDue(epochNowMs())
    const [next] = this.#sleepers
    if (next !== undefined) this.#order(next.atEpochMs)
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
