import type { JsonValue } from '@loadrun/plan'
import {
  check,
  environment,
  group,
  http,
  random,
  type StepUser,
  sleep,
  speakFor,
  type UserFacts,
} from '@loadrun/script'
import type { CompiledRunStep } from '../compile-steps.ts'
import type { End, Walker, Way } from '../walk.ts'
import { ScriptCall } from './script-call.ts'
import { tellError } from './tell-error.ts'
import { variablesOf } from './variables.ts'

/** A user who runs scripts: he has a number and a memory, and can be called off whatever a script is doing. */
export class SpeakingUser {
  readonly #walker: Omit<Walker, 'speaking'>
  readonly #state: Record<string, unknown> = {}
  readonly #tags: UserFacts['tags'] = {}
  readonly #numbers: Pick<UserFacts, 'user' | 'userOfWorker'>
  /** Each user has his own, so that none finds what another changed. */
  readonly #setupData: unknown
  #iteration = -1
  #iterationOfUser = -1

  constructor(walker: Omit<Walker, 'speaking'>) {
    this.#walker = walker
    this.#numbers = walker.flow.scripts.thread.join()
    this.#setupData = structuredClone(walker.flow.scripts.setupData)
  }

  /** Him, as a script sees him while it carries out a step. */
  call(step: CompiledRunStep, way: Way): ScriptCall {
    return new ScriptCall(step, way, this.#walker, this.#factsFor(step, way))
  }

  /** Ends when the function and all that it began has, or the user is interrupted. */
  async run(step: CompiledRunStep, way: Way): Promise<End> {
    const { flow, limits } = this.#walker
    const { signal } = limits
    const call = this.call(step, way)
    const begunMs = flow.clock.nowMs()
    const calledOff = Promise.withResolvers<'interrupted'>()
    const callOff = () => calledOff.resolve('interrupted')
    if (signal.aborted) callOff()
    else signal.addEventListener('abort', callOff)
    try {
      const end = await Promise.race([this.#carryOut(step, way, call), calledOff.promise])
      const leastMs = step.manner?.minIterationMs
      if (leastMs === undefined || end === 'interrupted') return end
      way.hasWaited = true
      await flow.clock.sleepUntil(begunMs + leastMs, signal)
      return signal.aborted ? 'interrupted' : end
    } finally {
      call.end()
      signal.removeEventListener('abort', callOff)
      way.cameMs = flow.clock.nowMs()
    }
  }

  async #carryOut(step: CompiledRunStep, way: Way, call: ScriptCall): Promise<End> {
    const { flow, limits } = this.#walker
    try {
      const returned = await speakFor(call, step.group, async () => step.call(this.#argument(step, way, call)))
      if (step.place !== undefined) way.iteration.values[step.place] = (returned ?? null) as JsonValue
      return 'through'
    } catch (error) {
      if (limits.signal.aborted) return 'interrupted'
      tellError(error, step.name, flow)
      return 'given up'
    } finally {
      await call.allDone()
    }
  }

  #argument(step: CompiledRunStep, { iteration }: Way, { facts }: ScriptCall): unknown {
    if (step.given === 'data') return this.#setupData
    const user: StepUser = {
      vars: variablesOf(iteration, step.places()),
      http,
      check,
      sleep,
      group,
      random,
      iteration: facts.iteration,
      user: facts.user,
      state: facts.state,
    }
    return user
  }

  #factsFor(step: CompiledRunStep, { iteration }: Way): UserFacts {
    if (iteration.number !== this.#iteration) this.#iterationOfUser++
    this.#iteration = iteration.number
    const { scenario, part } = this.#walker.flow.scripts
    const hasOwn = Object.keys(step.environment).length > 0
    return {
      scenario: scenario.name,
      executor: scenario.load.executor,
      ...this.#numbers,
      iterationOfUser: this.#iterationOfUser,
      iteration: iteration.number,
      iterationOfWorker: (iteration.number - part.worker) / part.workers,
      state: this.#state,
      tags: this.#tags,
      environment: hasOwn ? { ...environment, ...step.environment } : environment,
    }
  }
}
