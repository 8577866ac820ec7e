import { AsyncLocalStorage } from 'node:async_hooks'
import type { KeptCookies } from './api/cookie-jar.ts'
import type { DeclaredMetric } from './api/metrics.ts'
import type { DomElement } from './api/selection.ts'
import type { Marks } from './api/tags.ts'
import type { RequestGiven, Response } from './api/types.ts'

/** What a script can do as the user whom it speaks for. Whoever carries out a plan provides it. */
export interface ScriptUser {
  /** Sends a request and measures it. Rejects only where the user is called off. */
  send(request: RequestGiven): Promise<Response>
  /** Counts a check, with the request that the response came of, where there is one. */
  check(name: string, passed: boolean, response: Response | undefined, marks: Marks): void
  sleep(durationMs: number): Promise<void>
  /** Those that this user keeps; `undefined`: his scenario keeps none. */
  jar(): KeptCookies | undefined
  /** An empty jar, for requests that are to have one of their own. */
  newJar(): KeptCookies
  /** Adds a value to a metric of the script's own. */
  add(metric: DeclaredMetric, value: number, marks: Marks): void
  /** The document, for a `Selection`. */
  parseHtml(html: string): DomElement
  /** From 0 (included) to 1 (excluded), by the plan's seed. */
  random(): number
  /** Ends the run, and with it the iteration of whoever calls. */
  abort(reason: string): never
  /** How the run goes at this moment. */
  progress(): Progress
  readonly facts: UserFacts
}

/** How a run goes. Numbers are those of this worker thread. */
export interface Progress {
  /** Of the load, in milliseconds. */
  readonly elapsedMs: number
  /** When the user's scenario started, in milliseconds since 1970. */
  readonly scenarioStartEpochMs: number
  /** How much of the user's scenario has passed, from 0 to 1: of its iterations where they are counted, else of its time. */
  readonly scenarioShare: number
  readonly iterationsCompleted: number
  readonly iterationsInterrupted: number
  readonly usersActive: number
  readonly usersEver: number
}

/** Who the user is, and which iteration this is. */
export interface UserFacts {
  readonly scenario: string
  readonly executor: string
  /** From 1, over all worker threads. */
  readonly user: number
  /** From 1, among those of this worker thread. */
  readonly userOfWorker: number
  /** From 0: of this user. */
  readonly iterationOfUser: number
  /** From 0: of the scenario, over all worker threads. */
  readonly iteration: number
  /** From 0: of the scenario, on this worker thread. */
  readonly iterationOfWorker: number
  /** What a script keeps for this user from one iteration to the next. */
  readonly state: Record<string, unknown>
  /** Tags that a script gave to all that this user does. */
  readonly tags: Record<string, string | number | boolean>
  /** `__ENV`, as this user has it. */
  readonly environment: Readonly<Record<string, string>>
}

/** A user, and where in the script he is. */
export interface Speaker {
  readonly user: ScriptUser
  /** Goes before the names of requests, as `checkout / `. */
  readonly group: string
}

const speakers = new AsyncLocalStorage<Speaker>()

/** Calls `work` as the user's: everything that it does, now and after waiting, is his. */
export function speakFor<Result>(user: ScriptUser, group: string, work: () => Result): Result {
  return speakers.run({ user, group }, work)
}

/** Who speaks now; `undefined` while a module is loaded, and in what was left running by nobody. */
export function speakerNow(): Speaker | undefined {
  return speakers.getStore()
}

/** As `speakerNow()`; throws where nobody does. `what` is what was called, such as `http.get()`. */
export function speaker(what: string): Speaker {
  const now = speakerNow()
  if (now !== undefined) return now
  throw new Error(`${what} cannot be called here: it is for what users do, not for the loading of a file`)
}

/** The scenario of the user who speaks now; `undefined` where nobody does. */
export function scenarioNow(): string | undefined {
  return speakerNow()?.user.facts.scenario
}
