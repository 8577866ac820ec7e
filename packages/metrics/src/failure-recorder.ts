import type { FailureGroup, FailureSample } from './metrics.ts'
import type { Failure, Sample } from './sample.ts'

/** Groups of failures differ by text, and texts come from outside: these limits keep a run's memory and result bounded. */
export const failureLimits = {
  /** Characters of a text that tell groups apart; the rest is cut off. */
  textLength: 500,
  /** Characters of a body kept in a sample. */
  bodyLength: 4096,
  /** Samples kept of each group: the earliest. */
  samples: 3,
  /** Texts told apart for one step, cause and status; what comes after falls into one group named `otherTexts`. */
  texts: 50,
} as const

/** Names the group of those texts that came when there were already too many to tell apart. */
export const otherTexts = '(other texts)'

interface Tally {
  readonly failure: Failure
  readonly status: number | undefined
  readonly text: string
  count: number
  firstMs: number
  lastMs: number
  samples: FailureSample[]
  samplesEver: number
}

/** Counts one step's failures by cause, status and text. */
export class FailureRecorder {
  readonly #scenario: string
  readonly #step: string
  readonly #byKind = new Map<string, Map<string, Tally>>()

  constructor(scenario: string, step: string) {
    this.#scenario = scenario
    this.#step = step
  }

  record(failure: Failure, sample: Sample): void {
    const tally = this.#tallyOf(failure, sample.status)
    if (tally.count === 0) tally.firstMs = sample.endMs
    tally.lastMs = sample.endMs
    tally.count++
    if (tally.samplesEver >= failureLimits.samples) return
    tally.samplesEver++
    tally.samples.push(sampleOf(failure, sample))
  }

  /** The groups counted since the last call. A sample is handed out once: an interval's samples are those of its own time. */
  take(): readonly FailureGroup[] {
    const groups: FailureGroup[] = []
    for (const byText of this.#byKind.values()) {
      for (const tally of byText.values()) {
        if (tally.count === 0) continue
        groups.push(this.#groupOf(tally))
        tally.count = 0
        tally.samples = []
      }
    }
    return groups
  }

  #tallyOf(failure: Failure, status: number | undefined): Tally {
    const kind = `${failure.cause} ${status} ${failure.fromServer}`
    let byText = this.#byKind.get(kind)
    if (byText === undefined) {
      byText = new Map()
      this.#byKind.set(kind, byText)
    }
    const own = failure.text.slice(0, failureLimits.textLength)
    const known = byText.get(own)
    if (known !== undefined) return known
    const text = byText.size < failureLimits.texts ? own : otherTexts
    const tally = byText.get(text) ?? {
      failure,
      status,
      text,
      count: 0,
      firstMs: 0,
      lastMs: 0,
      samples: [],
      samplesEver: 0,
    }
    byText.set(text, tally)
    return tally
  }

  #groupOf(tally: Tally): FailureGroup {
    return {
      scenario: this.#scenario,
      step: this.#step,
      cause: tally.failure.cause,
      status: tally.status,
      text: tally.text,
      fromServer: tally.failure.fromServer,
      count: tally.count,
      firstMs: tally.firstMs,
      lastMs: tally.lastMs,
      samples: tally.samples,
    }
  }
}

function sampleOf(failure: Failure, sample: Sample): FailureSample {
  return {
    atMs: sample.endMs,
    responseTimeMs: sample.endMs - sample.dueMs,
    headers: failure.headers,
    body: failure.body.slice(0, failureLimits.bodyLength),
    connection: failure.connection,
  }
}
