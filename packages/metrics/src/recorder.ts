import { CustomRecorder } from './custom-recorder.ts'
import { GeneratorRecorder } from './generator-recorder.ts'
import { mergeFailures } from './merge-failures.ts'
import type { Aborted, FailureGroup, GeneratorMetrics, Metrics, RequestMetrics, ScenarioMetrics } from './metrics.ts'
import { RequestRecorder, type TakenRequests } from './request-recorder.ts'
import { ScenarioRecorder } from './scenario-recorder.ts'
import { ScriptErrorRecorder } from './script-error-recorder.ts'
import { finished, type Steps } from './steps.ts'
import type { Tagged } from './tagged.ts'
import { WarmUpRecorder } from './warm-up-recorder.ts'

export interface RecorderGiven {
  /** What falls due before it is counted by itself, and in nothing else; left out: all counts. */
  readonly warmUpMs?: number | undefined
  /** The statuses whose requests a scenario wants distributions of their own for, as `200` or `5xx`; left out: none. */
  readonly statusesOf?: (scenario: string) => readonly string[]
}

/** Counts what one worker does: in intervals, and in total. */
export class Recorder {
  readonly generator: GeneratorRecorder
  readonly custom: CustomRecorder
  readonly scriptErrors = new ScriptErrorRecorder()
  readonly #scenarios = new Map<string, ScenarioRecorder>()
  readonly #requests = new Map<string, RequestRecorder>()
  readonly #statusesOf: (scenario: string) => readonly string[]
  #takenUntilMs = 0
  #aborted: { readonly by: Aborted; isTaken: boolean } | undefined

  readonly #warmUp: WarmUpRecorder

  constructor({ warmUpMs = 0, statusesOf = () => [] }: RecorderGiven = {}) {
    this.#statusesOf = statusesOf
    this.#warmUp = new WarmUpRecorder(warmUpMs)
    this.generator = new GeneratorRecorder(this.#warmUp)
    this.custom = new CustomRecorder(this.#warmUp)
  }

  /** The same one for the same name; ask once and keep it. */
  scenario(name: string): ScenarioRecorder {
    const known = this.#scenarios.get(name)
    if (known !== undefined) return known
    const made = new ScenarioRecorder(this.#warmUp)
    this.#scenarios.set(name, made)
    return made
  }

  /** The same one for the same names; ask once and keep it. `tagged`: what tags hold, and the name without them. */
  request(scenario: string, step: string, tagged?: Tagged): RequestRecorder {
    const name = `${scenario}/${step}`
    const known = this.#requests.get(name)
    if (known !== undefined) return known
    const made = new RequestRecorder(scenario, step, tagged, this.#statusesOf(scenario), this.#warmUp)
    this.#requests.set(name, made)
    return made
  }

  /** A script ends the run; whoever is first is told. */
  abort(by: Aborted): void {
    this.#aborted ??= { by, isTaken: false }
  }

  /** Of all scenarios, so far. */
  iterations(): ScenarioRecorder['iterations'] {
    const each = [...this.#scenarios.values()].map(({ iterations }) => iterations)
    const sum = (of: keyof ScenarioRecorder['iterations']) => each.reduce((all, one) => all + one[of], 0)
    return { active: sum('active'), completed: sum('completed'), interrupted: sum('interrupted') }
  }

  /** What was counted since the last call, or since the load's start; `nowMs` is where the stretch ends. */
  take(nowMs: number): Metrics {
    return finished(this.taking(nowMs))
  }

  /**
   * The same, in steps: what was counted is moved out within the call, and encoded by and by, as that takes milliseconds.
   * `total` has what belongs to steps that were taken.
   */
  taking(nowMs: number): Steps<Metrics> {
    const fromMs = this.#takenUntilMs
    this.#takenUntilMs = nowMs
    return encoded({
      fromMs,
      toMs: nowMs,
      scenarios: [...this.#scenarios].map(([name, recorder]) => [name, recorder.take()]),
      requests: [...this.#requests].flatMap(([name, recorder]) => {
        const taken = recorder.take()
        return taken === undefined ? [] : [[name, taken] as const]
      }),
      generator: this.generator.take(),
      rest: { ...this.#warmUp.take(), ...this.custom.take(), ...this.scriptErrors.take(), ...this.#takeAborted() },
    })
  }

  /** All stretches taken so far in one, at full precision. */
  total(): Metrics {
    const requests = [...this.#requests].map(([name, recorder]) => [name, recorder.total()] as const)
    return {
      fromMs: 0,
      toMs: this.#takenUntilMs,
      scenarios: Object.fromEntries([...this.#scenarios].map(([name, recorder]) => [name, recorder.total()])),
      requests: Object.fromEntries(requests.map(([name, total]) => [name, total.requests])),
      failures: mergeFailures(requests.flatMap(([, total]) => total.failures)),
      generator: this.generator.total(),
      ...this.#warmUp.total(),
      ...this.custom.total(),
      ...this.scriptErrors.total(),
      ...(this.#aborted?.isTaken && { aborted: this.#aborted.by }),
    }
  }

  #takeAborted(): Pick<Metrics, 'aborted'> {
    if (this.#aborted === undefined || this.#aborted.isTaken) return {}
    this.#aborted.isTaken = true
    return { aborted: this.#aborted.by }
  }
}

/** What a stretch of time holds, some of it still to be encoded. */
interface Cut {
  readonly fromMs: number
  readonly toMs: number
  readonly scenarios: readonly (readonly [string, Steps<ScenarioMetrics>])[]
  readonly requests: readonly (readonly [string, Steps<TakenRequests>])[]
  readonly generator: Steps<GeneratorMetrics>
  readonly rest: Pick<Metrics, 'warmUp' | 'custom' | 'scriptErrors' | 'aborted'>
}

function* encoded({ fromMs, toMs, rest, ...cut }: Cut): Steps<Metrics> {
  const scenarios: Record<string, ScenarioMetrics> = {}
  for (const [name, steps] of cut.scenarios) scenarios[name] = yield* steps
  const requests: Record<string, RequestMetrics> = {}
  const failures: FailureGroup[] = []
  for (const [name, steps] of cut.requests) {
    const taken = yield* steps
    requests[name] = taken.requests
    failures.push(...taken.failures)
  }
  const generator = yield* cut.generator
  return { fromMs, toMs, scenarios, requests, failures: mergeFailures(failures), generator, ...rest }
}
