import { Worker } from 'node:worker_threads'
import type { Leg, SocketObservation, SocketSample } from '@loadrun/metrics'
import { epochMs } from './clock.ts'
import type { ObservedProcess } from './descriptors.ts'
import type { ObservedHost } from './observed-host.ts'
import type { Snapshot } from './snapshot.ts'
import type { FromSocketThread, ObservedSettings, SocketThreadTask, ToSocketThread } from './thread-messages.ts'

export interface ObserveSocketsOptions {
  /** Two legs must not share a port, unless their ends are on different hosts. */
  readonly legs: readonly Leg[]
  readonly everyMs: number
  /** When the load starts, if it is known already; else say so with `loadStarted()`. */
  readonly startedAtEpochMs?: number
  /** Where each end of the legs has a host of its own: all of those. Then `procNet` is not read. */
  readonly hosts?: readonly ObservedHost[]
  /** Processes whose file descriptors are counted, each by the name of an end of legs. */
  readonly processes?: readonly ObservedProcess[]
  /** Where the kernel's tables are: `/proc/net` unless told; `/proc/PID/net` shows the namespace of another process. */
  readonly procNet?: string
}

export interface SocketObserver {
  /** Times of samples count from here. Until it is called, they count from the beginning of the observation. */
  loadStarted(atEpochMs: number): void
  /** The newest sample; `undefined` where sockets are not observed. */
  latest(): SocketSample | undefined
  /** What has been observed until now. */
  soFar(): SocketObservation
  /** Takes a last sample and ends the thread. Calling it again gives the same observation. */
  stop(): Promise<SocketObservation>
}

/**
 * Observes the TCP sockets of each leg, in a thread of its own: reading 20,000 sockets keeps the kernel busy for about
 * 30 ms. The first sample is there when the promise resolves. Never rejects for what the machine lacks: the observation
 * then says `observed: false` and why.
 */
export async function observeSockets(options: ObserveSocketsOptions): Promise<SocketObserver> {
  const { legs, everyMs, hosts, processes = [], procNet = '/proc/net' } = options
  if (!(everyMs > 0)) throw new RangeError(`Cannot observe sockets every ${everyMs} ms: wanted a number above 0`)
  const thread = startThread({ legs, everyMs, places: hosts ?? [{ procNet }], processes })
  let startedAtEpochMs = options.startedAtEpochMs ?? epochMs()
  await thread.firstSnapshotOrEnd
  let stopped: Promise<void> | undefined

  const soFar = (): SocketObservation => {
    const { settings, snapshots, brokeOff } = thread.seen
    if (settings === undefined || snapshots.length === 0) {
      return { observed: false, reason: brokeOff ?? 'The thread that reads sockets ended before its first look' }
    }
    return {
      observed: true,
      everyMs,
      legs,
      samples: snapshots.map((snapshot) => sampleOf(snapshot, startedAtEpochMs)),
      ...settings,
      ...(hosts && { hosts: Object.fromEntries(hosts.map(({ name, localPorts }) => [name, localPorts])) }),
      ...(brokeOff === undefined ? {} : { brokeOff }),
    }
  }
  return {
    soFar,
    loadStarted(atEpochMs) {
      startedAtEpochMs = atEpochMs
    },
    latest() {
      const snapshot = thread.seen.snapshots.at(-1)
      return snapshot && sampleOf(snapshot, startedAtEpochMs)
    },
    async stop() {
      stopped ??= thread.stop()
      await stopped
      return soFar()
    },
  }
}

function sampleOf({ atEpochMs, ...rest }: Snapshot, startedAtEpochMs: number): SocketSample {
  return { atMs: Math.round(atEpochMs - startedAtEpochMs), ...rest }
}

interface SocketThread {
  /** Grows until the thread has ended. */
  readonly seen: {
    settings: ObservedSettings | undefined
    readonly snapshots: Snapshot[]
    brokeOff: string | undefined
  }
  readonly firstSnapshotOrEnd: Promise<void>
  stop(): Promise<void>
}

function startThread(task: SocketThreadTask): SocketThread {
  const worker = new Worker(new URL('./socket-thread.ts', import.meta.url), { workerData: task })
  const seen: SocketThread['seen'] = { settings: undefined, snapshots: [], brokeOff: undefined }
  let stopping = false
  const ended = Promise.withResolvers<void>()
  const firstSnapshotOrEnd = Promise.withResolvers<void>()

  worker.on('message', (message: FromSocketThread) => {
    switch (message.type) {
      case 'ready':
        seen.settings = message.settings
        break
      case 'snapshot':
        seen.snapshots.push(message.snapshot)
        // An observer that nobody stops does not keep the program alive; one that is being stopped does, to its last word.
        if (!stopping) worker.unref()
        firstSnapshotOrEnd.resolve()
        break
      case 'unavailable':
        seen.brokeOff = message.reason
        break
      case 'ended':
        seen.brokeOff = message.brokeOff
        break
    }
  })
  worker.on('error', (error) => {
    seen.brokeOff = `The thread that reads sockets failed: ${error instanceof Error ? error.message : error}`
  })
  worker.on('exit', () => {
    firstSnapshotOrEnd.resolve()
    ended.resolve()
  })

  return {
    seen,
    firstSnapshotOrEnd: firstSnapshotOrEnd.promise,
    stop() {
      stopping = true
      worker.ref()
      worker.postMessage({ type: 'stop' } satisfies ToSocketThread)
      return ended.promise
    },
  }
}
