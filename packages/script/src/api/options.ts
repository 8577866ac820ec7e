/** `export const options` of a script. Names and meaning are k6’s, but for those that say otherwise. */
export interface Options {
  readonly vus?: number
  /** As `'30s'`. */
  readonly duration?: string
  readonly iterations?: number
  readonly stages?: readonly Stage[]
  readonly scenarios?: Readonly<Record<string, ScenarioOptions>>
  /** By metric, one expression or several. */
  readonly thresholds?: Readonly<Record<string, ThresholdOption | readonly ThresholdOption[]>>
  /** Hold for all that the test does; thresholds can name them. */
  readonly tags?: Readonly<Record<string, string>>
  readonly discardResponseBodies?: boolean
  /** The header `user-agent` of all requests that say no other. */
  readonly userAgent?: string
  /** An iteration that is through sooner waits at its end: milliseconds, or `'2s'`. */
  readonly minIterationDuration?: number | string
  /** Whether a request that got no answer throws; without, its response has status 0 and says why. */
  readonly throw?: boolean
  /** What `handleSummary()` is told of trends: `avg`, `min`, `med`, `max`, `count`, `p(99)`. */
  readonly summaryTrendStats?: readonly string[]
  readonly setupTimeout?: string
  readonly teardownTimeout?: string
  /** Name of the run. loadrun’s, as all below. */
  readonly name?: string
  /** What paths in requests are paths of. */
  readonly target?: string
  readonly seed?: number
  readonly workers?: number
  /** As `tls` of a scenario: `{ cert: './me.pem', key: './me.key' }`, files by their path from the script. */
  readonly tls?: Readonly<Record<string, unknown>>
  /** The user’s patience with one request: `'5s'`. */
  readonly timeout?: string
}

export interface Stage {
  readonly duration: string
  readonly target: number
}

export type ThresholdOption = string | Readonly<{ threshold: string; abortOnFail?: boolean; delayAbortEval?: string }>

interface CommonOptions {
  /** The exported function that users call; without, the default one. */
  readonly exec?: string
  readonly startTime?: string
  readonly gracefulStop?: string
  /** Set in `__ENV` for this scenario alone. */
  readonly env?: Readonly<Record<string, string>>
  /** Hold for all that this scenario does, before those of the test. */
  readonly tags?: Readonly<Record<string, string>>
}

interface RateOptions {
  readonly timeUnit?: string
  readonly preAllocatedVUs?: number
  readonly maxVUs?: number
}

export type ScenarioOptions = CommonOptions &
  (
    | Readonly<{
        executor: 'shared-iterations' | 'per-vu-iterations'
        vus?: number
        iterations?: number
        maxDuration?: string
      }>
    | Readonly<{ executor: 'constant-vus'; vus?: number; duration: string }>
    | Readonly<{ executor: 'ramping-vus'; startVUs?: number; stages: readonly Stage[]; gracefulRampDown?: string }>
    | (Readonly<{ executor: 'constant-arrival-rate'; rate: number; duration: string }> & RateOptions)
    | (Readonly<{ executor: 'ramping-arrival-rate'; startRate?: number; stages: readonly Stage[] }> & RateOptions)
  )
