import { parentPort, workerData } from 'node:worker_threads'
import { epochMs } from './clock.ts'
import { descriptorLimits, openDescriptors } from './descriptors.ts'
import { mergeSnapshots } from './merge-snapshots.ts'
import { nextSnapshot } from './schedule.ts'
import { SnapshotReader } from './snapshot.ts'
import { localPortsHere } from './socket-source.ts'
import type { FromSocketThread, SocketThreadTask, ToSocketThread } from './thread-messages.ts'

const { legs, everyMs, places, processes }: SocketThreadTask = workerData

try {
  observe(places.map((place) => new SnapshotReader(legs, place)))
} catch (error) {
  send({ type: 'unavailable', reason: reasonOf(error) })
}

function observe(readers: readonly SnapshotReader[]): void {
  let timer: NodeJS.Timeout | undefined
  let lastAtEpochMs = Number.NEGATIVE_INFINITY
  const startedAtEpochMs = epochMs()

  const limits = processes.length === 0 ? {} : { descriptorLimits: descriptorLimits(processes) }
  send({ type: 'ready', settings: { ...localPortsHere(), ...limits } })
  takeNumber(0)

  parentPort?.on('message', (message: ToSocketThread) => {
    if (message.type !== 'stop') return
    // One last look, unless the previous one is so fresh that two points would stand on top of each other.
    if (epochMs() - lastAtEpochMs >= everyMs / 2 && !take()) return
    end(undefined)
  })

  function end(brokeOff: string | undefined): void {
    clearTimeout(timer)
    for (const reader of readers) reader[Symbol.dispose]()
    send({ type: 'ended', brokeOff })
    parentPort?.close()
  }

  function takeNumber(number: number): void {
    if (!take()) return
    const elapsedMs = epochMs() - startedAtEpochMs
    const next = nextSnapshot(number, elapsedMs, everyMs)
    timer = setTimeout(takeNumber, next * everyMs - elapsedMs, next)
  }

  /** False if the observation is over. */
  function take(): boolean {
    lastAtEpochMs = epochMs()
    try {
      const snapshot = mergeSnapshots(readers.map((reader) => reader.take(lastAtEpochMs)))
      const tookMs = Math.round(epochMs() - lastAtEpochMs)
      const descriptors = processes.length === 0 ? {} : { descriptors: openDescriptors(processes) }
      send({ type: 'snapshot', snapshot: { ...snapshot, tookMs, ...descriptors } })
      return true
    } catch (error) {
      end(reasonOf(error))
      return false
    }
  }
}

function send(message: FromSocketThread): void {
  parentPort?.postMessage(message)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path } = error as NodeJS.ErrnoException
  if (path === undefined) return error.message
  return `${path} cannot be read (${code ?? error.message}): sockets are observed through /proc of Linux, or netstat of macOS and Windows; this is ${process.platform}`
}
