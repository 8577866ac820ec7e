import { readlinkSync, writeFileSync } from 'node:fs'
import { type MessagePort, workerData } from 'node:worker_threads'
import { nameThread } from '../thread-times.ts'
import { alarmMemory, nothingToDo, place } from './alarm-memory.ts'
import { epochNowMs } from './clock.ts'

export interface AlarmThreadGiven {
  readonly memory: SharedArrayBuffer
  /** Gets the moment with each ring, milliseconds since 1970; the first ring says that the thread is there. */
  readonly bell: MessagePort
}

const { memory, bell }: AlarmThreadGiven = workerData
const { counters, moments } = alarmMemory(memory)

nameThread('alarm')
beOnTime()
ring(0)
for (let followed = -1, rungMs = 0; Atomics.load(counters, place.stop) === 0; ) {
  const orders = Atomics.load(counters, place.orders)
  if (orders !== followed) rungMs = 0
  followed = orders
  const atMs = soonestAfter(rungMs)
  Atomics.store(counters, place.followed, Number.isFinite(atMs) ? orders : nothingToDo)
  const leftMs = atMs - epochNowMs()
  if (leftMs > 0) {
    // Ends at once if the moments have changed meanwhile.
    Atomics.wait(counters, place.orders, orders, leftMs)
  } else {
    rungMs = atMs
    ring(atMs)
  }
}
bell.close()

function soonestAfter(ms: number): number {
  // Read in this order, as they are written in the other one: what is new of the second is never seen with an old first.
  const [secondMs = 0, firstMs = 0] = [moments[1], moments[0]]
  if (firstMs > ms) return firstMs
  return secondMs > ms ? secondMs : Number.POSITIVE_INFINITY
}

function ring(momentMs: number): void {
  bell.postMessage(momentMs)
}

/**
 * Linux lets sleeps last 50 µs longer than asked for, so that it can wake several threads at once. A thread may say that
 * it does not want that.
 */
function beOnTime(): void {
  try {
    const thread = readlinkSync('/proc/thread-self').split('/').at(-1)
    writeFileSync(`/proc/${thread}/timerslack_ns`, '1')
  } catch {
    // Elsewhere, and where it is not allowed, sleeps take as long as they take.
  }
}
