import type { IterationPart } from '../iteration.ts'

/** What all users of a thread who run scripts have in common, whatever their scenarios. */
export interface ScriptThread {
  /** Whether only one scenario of the load runs scripts. */
  readonly speaksAlone: boolean
  /** Users so far. */
  readonly users: number
  /** Numbers a new one: from 1, over all worker threads, and among those of this one. */
  join(): { readonly user: number; readonly userOfWorker: number }
  /** Ends the run, for a reason of a script's. */
  abort(reason: string): void
}

export function scriptThread(
  { worker, workers }: IterationPart,
  { speaksAlone, abort }: Pick<ScriptThread, 'speaksAlone' | 'abort'> = { speaksAlone: true, abort: cannotAbort },
): ScriptThread {
  let users = 0
  return {
    speaksAlone,
    get users() {
      return users
    },
    join: () => {
      users++
      return { user: worker + 1 + (users - 1) * workers, userOfWorker: users }
    },
    abort,
  }
}

/** Where there is no load to end, it is the function called that ends. */
function cannotAbort(reason: string): never {
  throw new Error(`exec.test.abort(): ${reason === '' ? 'no reason was given' : reason}`)
}
