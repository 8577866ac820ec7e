import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Metrics } from '@loadrun/metrics'
import type { JsonValue } from '@loadrun/plan'
import type { MessageFromWorker, MessageToWorker, WorkerTask } from './messages.ts'
import { canKeepBusy } from './users/can-keep-busy.ts'
import { patienceMs, type Watchdog, watchdog } from './watchdog.ts'
import type { WorkerPool } from './worker-pool.ts'

/** How one that makes a load ended: with its total, or too early. */
export type LoadEnd = { readonly total: Metrics; readonly troubles?: readonly string[] } | { readonly reason: string }

/** One worker thread, seen from the main thread. */
export class LoadWorker {
  /** Resolves when the worker waits for the start, or has ended before. */
  readonly ready: Promise<void>
  /** Resolves when the worker has ended and everything it said has been heard. */
  readonly ended: Promise<LoadEnd>
  /** Where something of the user's can keep a thread from ever saying anything again. */
  readonly #dog: Watchdog | undefined
  readonly #post: (message: MessageToWorker) => void

  constructor(
    pool: WorkerPool,
    task: Omit<WorkerTask, 'port'>,
    onSecond: (metrics: Metrics) => void,
    silenceMs = patienceMs,
  ) {
    const { port1: own, port2: port } = new MessageChannel()
    const isReady = Promise.withResolvers<void>()
    let total: Extract<MessageFromWorker, { kind: 'total' }> | undefined
    const stuck = new AbortController()
    this.#dog = canKeepBusy(task.plan.scenarios) ? watchdog(silenceMs, () => stuck.abort()) : undefined
    own.on('message', (message: MessageFromWorker) => {
      if (message.kind === 'ready') isReady.resolve()
      else if (message.kind === 'second') {
        this.#dog?.seen()
        onSecond(message.metrics)
      } else total = message
    })
    this.#post = (message) => own.postMessage(message)
    // The port closes after its last message, also when the thread dies.
    const closed = once(own, 'close')
    const done = pool.run({ ...task, port }, stuck.signal).then(
      () => 'it ended without a total',
      (error: unknown) => {
        // In case the thread never got it.
        port.close()
        if (stuck.signal.aborted) return stuckText(silenceMs)
        return error instanceof Error ? error.message : String(error)
      },
    )
    void done.then(() => this.#dog?.stop())
    this.ended = done.then(async (reason) => {
      await closed
      return total === undefined ? { reason } : { total: total.metrics, troubles: total.troubles }
    })
    this.ready = Promise.race([isReady.promise, this.ended.then(() => undefined)])
  }

  /** `setupData` is what `setup()` returned, or `before` left in variables. */
  start(atEpochMs: number, setupData?: JsonValue): void {
    this.#dog?.seen()
    this.#post({ kind: 'start', atEpochMs, setupData })
  }

  abort(): void {
    this.#post({ kind: 'abort' })
  }
}

function stuckText(silenceMs: number): string {
  return [
    `a script or a regular expression kept it busy for ${silenceMs / 1000} s without waiting for anything`,
    'as an endless loop does, or a pattern with repeats in repeats',
  ].join(', ')
}
