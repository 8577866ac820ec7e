import { readlinkSync, writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { nameThread } from '../thread-times.ts'
import { alarmMemory, place } from './alarm-memory.ts'
import { epochNowMs } from './clock.ts'

const { counters, moment } = alarmMemory(workerData)

nameThread('alarm')
beOnTime()
ring()
for (let orders = 0; Atomics.load(counters, place.stop) === 0; ) {
  Atomics.wait(counters, place.orders, orders)
  orders = Atomics.load(counters, place.orders)
  if (sleptThrough(orders)) ring()
}
ring()

/** `false`: another moment was ordered meanwhile. */
function sleptThrough(orders: number): boolean {
  for (;;) {
    const leftMs = (moment[0] ?? 0) - epochNowMs()
    if (leftMs <= 0) return true
    if (Atomics.wait(counters, place.orders, orders, leftMs) !== 'timed-out') return false
  }
}

function ring(): void {
  parentPort?.postMessage(0)
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
