import { type Client, type SendLimits, Stop } from '@loadrun/http'
import type { OwnRows } from '../data/own-rows.ts'
import type { Cookies } from './cookies.ts'
import type { Flow } from './flow.ts'
import { SpeakingUser } from './script/speaking-user.ts'
import { type End, Walk, type Walker, type Way } from './walk.ts'

/**
 * Someone who goes through a scenario's steps, again and again. One iteration at a time: the next may begin within the
 * call that says that one is over.
 */
export class VirtualUser implements Walker {
  readonly flow: Flow
  readonly client: Client
  readonly limits: SendLimits
  readonly cookies: Cookies | undefined
  isInterrupted = false
  /** Nothing is left that he could do: a data file whose rows are each given once has no more of them. */
  isOut = false
  readonly #interruption = new Stop()
  readonly #rows: OwnRows | undefined
  /** When he was through with the last iteration. */
  #readyMs: number | undefined
  /** Made when he first runs a script. */
  #speaking: SpeakingUser | undefined

  constructor(flow: Flow) {
    this.flow = flow
    this.#rows = flow.ownRows?.()
    this.client = flow.clients.hire()
    this.cookies = flow.newCookies?.()
    this.limits = { timeoutMs: flow.requestTimeoutMs, signal: this.#interruption }
  }

  /**
   * An iteration that fell due at `dueMs`: its first request's response time counts from then, and so does lateness.
   * `arrival` is its number among all of the load's.
   */
  arrive(dueMs: number, arrival: number, onDone: (user: VirtualUser) => void): void {
    const startedMs = this.flow.clock.nowMs()
    this.flow.generator.late(startedMs - dueMs, dueMs)
    this.#iterate(dueMs, startedMs, onDone, arrival)
  }

  /** An iteration of a user who starts when he is ready to. */
  goOn(onDone: (user: VirtualUser) => void): void {
    const readyMs = this.#readyMs ?? this.flow.clock.nowMs()
    this.#iterate(readyMs, readyMs, onDone)
  }

  /** Cuts the iteration off, with the request that is under way. Nothing can be asked of this user afterwards. */
  interrupt(): void {
    this.isInterrupted = true
    this.#interruption.abort()
  }

  get speaking(): SpeakingUser {
    this.#speaking ??= new SpeakingUser(this)
    return this.#speaking
  }

  /** This user does not come again. */
  leave(): void {
    this.flow.clients.release(this.client)
  }

  #iterate(dueMs: number, startedMs: number, onDone: (user: VirtualUser) => void, arrival?: number): void {
    const { clock, scenario, steps, begin } = this.flow
    const iteration = begin(arrival, this.#rows)
    if (iteration === undefined) {
      this.isOut = true
      scenario.dropped(1, dueMs)
      void clock.nextTurn().then(() => onDone(this))
      return
    }
    scenario.started(dueMs)
    if (this.flow.cookies === 'per-iteration') this.cookies?.clear()
    const way: Way = { iteration, cameMs: dueMs, hasWaited: false }
    const finish = (end: End) => {
      this.#readyMs = way.cameMs
      if (end === 'interrupted') scenario.interrupted(dueMs)
      else scenario.completed(way.cameMs - startedMs, dueMs)
      onDone(this)
    }
    const walk = new Walk(this, steps, way, (end) => {
      if (way.hasWaited) {
        finish(end)
        return
      }
      // A user whom no step keeps waiting must not starve the event loop when he starts over.
      void clock.nextTurn().then(() => {
        way.cameMs = clock.nowMs()
        finish(end)
      })
    })
    walk.goOn()
  }
}
