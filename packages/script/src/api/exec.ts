import { speaker } from '../user.ts'

function facts(what: string) {
  return speaker(`exec.${what}`).user.facts
}

/** Who runs, and what. Names are k6’s; `vu.state` is loadrun’s. */
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
    /** From 0. */
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
    /** From 0; no other iteration of the scenario has it, on whatever thread. */
    get iterationInTest(): number {
      return facts('scenario').iteration
    },
  },
}
