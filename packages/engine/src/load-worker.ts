import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Metrics } from '@loadrun/metrics'
import type { MessageFromWorker, MessageToWorker, WorkerTask } from './messages.ts'
import type { WorkerPool } from './worker-pool.ts'

/** How a worker ended: with its total, or too early. */
export type WorkerEnd = { readonly total: Metrics } | { readonly reason: string }

/** One worker thread, seen from the main thread. */
export class LoadWorker {
  /** Resolves when the worker waits for the start, or has ended before. */
  readonly ready: Promise<void>
  /** Resolves when the worker has ended and everything it said has been heard. */
  readonly ended: Promise<WorkerEnd>
  readonly #post: (message: MessageToWorker) => void

  constructor(pool: WorkerPool, task: Omit<WorkerTask, 'port'>, onSecond: (metrics: Metrics) => void) {
    const { port1: own, port2: port } = new MessageChannel()
    const isReady = Promise.withResolvers<void>()
    let total: Metrics | undefined
    own.on('message', (message: MessageFromWorker) => {
      if (message.kind === 'ready') isReady.resolve()
      else if (message.kind === 'second') onSecond(message.metrics)
      else total = message.metrics
    })
    this.#post = (message) => own.postMessage(message)
    // The port closes after its last message, also when the thread dies.
    const closed = once(own, 'close')
    const done = pool.run({ ...task, port }).then(
      () => 'it ended without a total',
      (error: unknown) => {
        // In case the thread never got it.
        port.close()
        return error instanceof Error ? error.message : String(error)
      },
    )
    this.ended = done.then(async (reason) => {
      await closed
      return total === undefined ? { reason } : { total }
    })
    this.ready = Promise.race([isReady.promise, this.ended.then(() => undefined)])
  }

  start(atEpochMs: number): void {
    this.#post({ kind: 'start', atEpochMs })
  }

  abort(): void {
    this.#post({ kind: 'abort' })
  }
}
