import { Piscina } from 'piscina'
import type { WorkerTask } from './messages.ts'

export interface WorkerPool {
  /** Rejects when the thread ends before its task does; the signal ends it, whatever it is doing. */
  run(task: WorkerTask, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/**
 * As many threads as there are tasks, each with one task for its whole life. Atomics are off because with them piscina
 * freezes a thread's event loop between messages.
 */
export function openWorkerPool(threads: number, file: URL = new URL('./worker.ts', import.meta.url)): WorkerPool {
  const pool = new Piscina<WorkerTask, void>({
    filename: file.href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
    recordTiming: false,
  })
  return {
    run: (task, signal) => {
      // piscina wants a list here; the type it declares, taken from the first overload of `postMessage`, is another one.
      const options: object = { transferList: [task.port], signal }
      return pool.run(task, options)
    },
    close: () => pool.destroy(),
  }
}
