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
 * a futex, which the kernel ends within microseconds, and then calls this one's event loop, which meanwhile looks after
 * its sockets.
 */
export class Alarm {
  /** Resolves when the thread beside is there. */
  readonly ready: Promise<void>
  readonly #memory = new SharedArrayBuffer(alarmBytes)
  readonly #counters = alarmMemory(this.#memory).counters
  readonly #moment = alarmMemory(this.#memory).moment
  readonly #thread: Worker
  /** Soonest first: a pacer for each scenario, and few others. */
  readonly #sleepers: Sleeper[] = []
  readonly #waitForRing: typeof waitForChange
  readonly #lookout: NodeJS.Timeout
  #rings = 0
  /** A ring was not heard, so nobody listens for them any more. */
  #isDeaf = false

  /** Tests give another way to wait for a counter to become another than it was. */
  constructor(waitForRing = waitForChange) {
    this.#waitForRing = waitForRing
    this.#thread = new Worker(new URL('./alarm-thread.ts', import.meta.url), {
      name: 'alarm',
      workerData: this.#memory,
      // It makes nothing: without this it gets as much memory as a thread that makes a load.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
    })
    this.ready = this.#nextRing()
    void this.ready.then(() => this.#listen())
    this.#lookout = setInterval(() => this.#lookAround(), lookoutMs)
  }

  /** Resolves at the moment, or some ten microseconds after. */
  ringAt(atEpochMs: number): Promise<void> {
    return new Promise((wake) => {
      if (this.#isDeaf) {
        wakeByTimer({ atEpochMs, wake })
        return
      }
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

  async #listen(): Promise<void> {
    while (Atomics.load(this.#counters, place.stop) === 0) {
      await this.#nextRing()
      this.#wakeDue(epochNowMs())
      const [next] = this.#sleepers
      if (next !== undefined) this.#order(next.atEpochMs)
    }
  }

  async #nextRing(): Promise<void> {
    await this.#waitForRing(this.#counters, place.rings, this.#rings)
    this.#rings = Atomics.load(this.#counters, place.rings)
  }

  #wakeDue(nowMs: number): void {
    while ((this.#sleepers[0]?.atEpochMs ?? Number.POSITIVE_INFINITY) <= nowMs) this.#sleepers.shift()?.wake()
  }

  /**
   * Whoever waits for a ring waits for ever if it is not heard, and a load would never end. So this thread looks itself
   * now and then. Where the ring was made and not heard, it goes on with its own timers.
   */
  #lookAround(): void {
    const nowMs = epochNowMs()
    const [first] = this.#sleepers
    if (first === undefined || nowMs - first.atEpochMs < lookoutMs) return
    if (Atomics.load(this.#counters, place.rings) === this.#rings) {
      // The thread beside has not come to it on a busy machine.
      this.#wakeDue(nowMs)
      return
    }
    this.#isDeaf = true
    for (const sleeper of this.#sleepers.splice(0)) wakeByTimer(sleeper)
  }
}

const lookoutMs = 50

function wakeByTimer({ atEpochMs, wake }: Sleeper): void {
  setTimeout(wake, Math.max(0, Math.ceil(atEpochMs - epochNowMs())))
}

async function waitForChange(counters: Int32Array, index: number, from: number): Promise<void> {
  const waiting = Atomics.waitAsync(counters, index, from)
  if (waiting.async) await waiting.value
}
