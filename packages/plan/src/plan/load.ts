/**
 * How many come when. Open loads (`…-arrival-rate`, `…-arrival-times`) plan arrivals and never wait for the server;
 * closed loads (`…-vus`, `…-iterations`) plan users, who do. Names and meaning are k6's; `staircase-arrival-rate` and
 * `recorded-arrival-times` are none of k6.
 */
export type Load =
  | {
      readonly executor: 'constant-arrival-rate'
      readonly ratePerSecond: number
      readonly durationMs: number
      readonly arrivals: Arrivals
      readonly maxVUs: number
    }
  | {
      readonly executor: 'ramping-arrival-rate'
      readonly startRatePerSecond: number
      readonly stages: readonly RateStage[]
      readonly arrivals: Arrivals
      readonly maxVUs: number
    }
  | {
      /** Levels of a constant rate, one after another: to find the rate at which the target breaks. */
      readonly executor: 'staircase-arrival-rate'
      readonly startRatePerSecond: number
      /** From each level to the next. */
      readonly increasePerSecond: number
      readonly levels: number
      readonly levelDurationMs: number
      readonly arrivals: Arrivals
      readonly maxVUs: number
    }
  | RecordedLoad
  /** `iterations` in all, taken up by whichever user is free. */
  | {
      readonly executor: 'shared-iterations'
      readonly vus: number
      readonly iterations: number
      readonly maxDurationMs: number
    }
  /** Each user makes `iterations`. */
  | {
      readonly executor: 'per-vu-iterations'
      readonly vus: number
      readonly iterations: number
      /** What is not begun by then is dropped and counted. */
      readonly maxDurationMs: number
    }
  | { readonly executor: 'constant-vus'; readonly vus: number; readonly durationMs: number }
  | {
      readonly executor: 'ramping-vus'
      readonly startVUs: number
      readonly stages: readonly UserStage[]
      /** How long a user taken away by the ramp may still take for the iteration it is in. */
      readonly gracefulRampDownMs: number
    }

/** Starts an iteration at each time that a file has, faster or slower: the traffic of another day once more. */
export interface RecordedLoad {
  readonly executor: 'recorded-arrival-times'
  readonly recording: RecordingPlan
  /** The recording's moment that is the load's start, in its own milliseconds: since 1970, or since its start. */
  readonly originMs: number
  /** Recorded seconds that pass in one of the load. */
  readonly speed: number
  /** `recorded`: at those very times. Else those within a second are spread over it, evenly or as visitors come. */
  readonly arrivals: 'recorded' | Arrivals
  readonly durationMs: number
  readonly maxVUs: number
  /** What the file was found to ask for when the plan was made. */
  readonly planned: PlannedArrivals
}

/** A file of recorded times, and how they are read. */
export interface RecordingPlan {
  /** From where loadrun runs, or from the root. */
  readonly path: string
  readonly format: 'times' | 'csv' | 'ndjson' | 'access-log'
  /** The column of CSV, or the field of NDJSON, that holds the time. */
  readonly timeField: string
  /** Of CSV. */
  readonly delimiter: string
  /** What times that are numbers count; `undefined`: the first one tells. */
  readonly timeFormat: TimeFormat | undefined
  readonly onBadLine: 'refuse' | 'skip'
}

/** `epoch-…`: since 1970. The others count from the recording's start. */
export const timeFormats = ['epoch-seconds', 'epoch-milliseconds', 'seconds', 'milliseconds'] as const

export type TimeFormat = (typeof timeFormats)[number]

export interface PlannedArrivals {
  readonly count: number
  /** The most that are due in one second of the load. */
  readonly mostPerSecond: number
  /** How many are due in each stretch of `everyMs` of the load, from its start to its end. */
  readonly everyMs: number
  readonly counts: readonly number[]
  /** When what is replayed was recorded: ISO 8601, UTC; `undefined` where its times are not those of a clock. */
  readonly recordedAt: string | undefined
  /** Lines that were not read, because `onBadLine` is `skip`. */
  readonly skippedLines: number
}

/** `uniform`: evenly spaced. `poisson`: as independent visitors come. */
export type Arrivals = 'uniform' | 'poisson'

/** Moves the rate in a straight line from where it was to the target. */
export interface RateStage {
  readonly targetPerSecond: number
  readonly durationMs: number
}

/** Moves the number of users in a straight line from where it was to the target. */
export interface UserStage {
  readonly targetVUs: number
  readonly durationMs: number
}
