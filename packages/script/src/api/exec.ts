import { speaker } from '../user.ts'
import { scriptOptions } from './script-options.ts'

function facts(what: string) {
  return speaker(`exec.${what}`).user.facts
}

function progress(what: string) {
  return speaker(`exec.${what}`).user.progress()
}

/** Who runs, and what, and how far. Names are k6’s; `vu.state` is loadrun’s. An instance is a worker thread here. */
export const exec = {
  vu: {
    /** From 1; no other user of the run has it. */
    get idInTest(): number {
      return facts('vu').user
    },
    /** From 1; no other user of this worker thread has it. */
    get idInInstance(): number {
      return facts('vu').userOfWorker
    },
    /** From 0. */
    get iterationInScenario(): number {
      return facts('vu').iterationOfUser
    },
    /** From 0. As `iterationInScenario`: a user stays with his scenario. */
    get iterationInInstance(): number {
      return facts('vu').iterationOfUser
    },
    metrics: {
      /**
       * Tags of all that this user does from now on, also in later iterations: `exec.vu.metrics.tags.page = 'item'`. Those
       * of a request, check or value go before them.
       */
      get tags(): Record<string, string | number | boolean> {
        return facts('vu').tags
      },
    },
    /** This user’s own, from one iteration to the next. Variables of a module are shared by the users of a thread. */
    get state(): Record<string, unknown> {
      return facts('vu').state
    },
  },
  scenario: {
    get name(): string {
      return facts('scenario').scenario
    },
    get executor(): string {
      return facts('scenario').executor
    },
    /** When it started, in milliseconds since 1970. */
    get startTime(): number {
      return progress('scenario').scenarioStartEpochMs
    },
    /** From 0 to 1: the share of its time that has passed, or of this thread’s iterations where they are counted. */
    get progress(): number {
      return progress('scenario').scenarioShare
    },
    /** From 0; no other iteration of the scenario on this worker thread has it. */
    get iterationInInstance(): number {
      return facts('scenario').iterationOfWorker
    },
    /** From 0; no other iteration of the scenario has it, on whatever thread. */
    get iterationInTest(): number {
      return facts('scenario').iteration
    },
  },
  /** This worker thread. A run on several (`workers`) has as many instances. */
  instance: {
    /** Since the load started, in milliseconds. */
    get currentTestRunDuration(): number {
      return progress('instance').elapsedMs
    },
    get iterationsCompleted(): number {
      return progress('instance').iterationsCompleted
    },
    get iterationsInterrupted(): number {
      return progress('instance').iterationsInterrupted
    },
    /** Users in an iteration. */
    get vusActive(): number {
      return progress('instance').usersActive
    },
    /** Users that have run a script: in an iteration, or waiting for one. */
    get vusInitialized(): number {
      return progress('instance').usersEver
    },
  },
  test: {
    /**
     * Ends the run: nothing is sent any more, requests under way are interrupted, `teardown()` and `handleSummary()` are
     * called, and what was measured is written. There is no verdict (exit code 108). Throws, so that the iteration ends.
     */
    abort(reason?: string): never {
      return speaker('exec.test.abort()').user.abort(reason === undefined ? '' : String(reason))
    },
    /** The script’s `options` as it exports them; `undefined` where a scenario file runs it. */
    get options(): unknown {
      return scriptOptions()
    },
  },
}
