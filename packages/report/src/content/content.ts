import type { Unit } from '../wording/quantity.ts'
import type { ChartGroup } from './chart.ts'
import type { RunEvent } from './events/event.ts'

/** All that a report about one run says, in the order it is said. Plain JSON: the page draws it, the terminal prints it. */
export interface RunContent {
  readonly kind: 'run'
  readonly heading: Heading
  readonly verdict: VerdictContent
  readonly keyFigures: readonly Figure[]
  readonly failures: readonly FailureCard[]
  readonly findings: readonly FindingContent[]
  readonly thresholds: readonly ThresholdRow[]
  readonly chartGroups: readonly ChartGroup[]
  /** In the order of time. */
  readonly events: readonly RunEvent[]
  /** Why charts of sockets are missing or end early; empty where they are whole. */
  readonly socketsNote: string
  readonly distributions: readonly DistributionGroup[]
  readonly steps: readonly StepRow[]
  /** The same by method and address, where that is another way of telling them apart; else empty. */
  readonly endpoints: readonly StepRow[]
  readonly tiers: readonly TierTable[]
  readonly agreements: readonly AgreementRow[]
  readonly configuration: readonly ConfigurationRow[]
  readonly host: readonly Figure[]
}

/** All that a report about several sides says. Each list of `values` has one entry a side. */
export interface ComparisonContent {
  readonly kind: 'comparison'
  readonly name: string
  /** Of all figures that decide, together. */
  readonly verdict: VerdictContent
  readonly sides: readonly ComparedSideContent[]
  /** How chance was told from change, and what is not known. */
  readonly method: string
  readonly configuration: readonly Readonly<{ path: string; values: readonly (string | null)[] }>[]
  readonly findings: readonly FindingContent[]
  readonly rows: readonly ComparedFigure[]
  readonly failureTexts: readonly Readonly<{ text: string; counts: readonly number[]; change: string }>[]
  readonly chartGroups: readonly ChartGroup[]
  /** Of the sides' typical runs, in the order of time. */
  readonly events: readonly RunEvent[]
}

/** A page that is told what to show while the runs go on. */
export interface LiveContent {
  readonly kind: 'live'
  /** The scenario file's. */
  readonly name: string
}

/** What a live page is told: what there is to show of one run, or of the comparison, as of now. */
export interface LiveUpdate {
  /** The same for all updates of one run. */
  readonly key: string
  /** What the run is called among the others. */
  readonly title: string
  readonly content: RunContent | ComparisonContent
}

/** One of the things compared. `heading` and `verdict` are its typical run's. */
export interface ComparedSideContent {
  readonly name: string
  readonly runs: number
  readonly heading: Heading
  readonly verdict: VerdictContent
}

/** What was run. */
export interface Heading {
  readonly name: string
  readonly variant: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly elapsedMs: number
  readonly target: string
  /** The load in words, one entry a scenario. */
  readonly load: readonly string[]
}

/** `running`: there is no verdict yet. */
export type Tone = 'good' | 'bad' | 'doubtful' | 'running'

/** Whether the run passed, and why. */
export interface VerdictContent {
  readonly tone: Tone
  readonly title: string
  readonly sentence: string
  /** Doubts and troubles: why the figures may not be believed. */
  readonly reservations: readonly string[]
}

/** One figure with its label. Text where the value is one already. */
export interface Figure {
  readonly label: string
  readonly value: number | string | null
  readonly unit: Unit | 'text'
  readonly note?: string
}

/** Failures with one text, wherever they were seen. */
export interface FailureCard {
  /** Verbatim. */
  readonly text: string
  /** Whether a server sent `text`; else it is the message of the error. */
  readonly fromServer: boolean
  /** It is about an answer that came, in the client's words. */
  readonly ofAnswer: boolean
  /** At the place nearest to the visitor that saw it. */
  readonly count: number
  /** Of all requests at that place, from 0 to 1; `null` where their number is not known. */
  readonly share: number | null
  readonly shareOf: string
  /** Milliseconds after the load started; `null` where nobody noted when. */
  readonly firstMs: number | null
  readonly lastMs: number | null
  readonly places: readonly FailurePlace[]
  readonly samples: readonly SampleContent[]
  /** Per interval, evenly spaced over the run; empty where the load generator did not see it. */
  readonly trend: readonly number[]
}

/** Where a text was seen. */
export interface FailurePlace {
  readonly tier: string
  readonly where: string
  readonly how: string
  readonly count: number
  readonly share: number | null
  readonly firstMs: number | null
  readonly lastMs: number | null
  /** What stood there, where the text was only a part of it. */
  readonly wholeText: string | null
}

/** One failed request, whole. */
export interface SampleContent {
  readonly step: string
  readonly status: number | null
  readonly atMs: number
  readonly responseTimeMs: number
  readonly headers: readonly Readonly<{ name: string; value: string }>[]
  readonly body: string
  readonly connection: Readonly<{ localPort: number; remote: string; ageMs: number; earlierRequests: number }> | null
}

export interface FindingContent {
  readonly id: string
  readonly sentence: string
  readonly figures: readonly Figure[]
}

export interface ThresholdRow {
  readonly source: string
  readonly observed: number | null
  readonly limit: number
  readonly unit: Unit
  readonly status: 'pass' | 'fail' | 'no-data'
}

/** One way of measuring time, over the requests that ended well, ended badly, and both. */
export interface DistributionGroup {
  readonly id: string
  readonly title: string
  /** What it is measured from and to. */
  readonly meaning: string
  readonly rows: readonly DistributionRow[]
}

/** In milliseconds; `null` where nothing was measured. */
export interface DistributionRow {
  readonly label: string
  readonly count: number
  readonly minMs: number | null
  readonly meanMs: number | null
  readonly percentilesMs: readonly (number | null)[]
  readonly maxMs: number | null
}

/** The percentiles of `DistributionRow.percentilesMs`, in order. */
export const shownPercentiles = [50, 90, 95, 99, 99.9] as const

export interface StepRow {
  /** Empty for an endpoint, which any scenario may ask for. */
  readonly scenario: string
  readonly step: string
  readonly sent: number
  readonly perSecond: number
  readonly ok: number
  readonly failed: number
  readonly failedShare: number | null
  readonly statuses: readonly Readonly<{ status: string; count: number }>[]
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
  readonly bytesReceived: number
}

/** What a tier counted over the whole run. */
export interface TierTable {
  readonly name: string
  readonly kind: string
  readonly figures: readonly Figure[]
}

/** The same thing counted in two places. */
export interface AgreementRow {
  readonly what: string
  readonly left: Figure
  readonly right: Figure
  readonly agrees: boolean
}

export interface ConfigurationRow {
  readonly path: string
  readonly value: string
  /** Whether the variant set it. */
  readonly changed: boolean
}

export interface ComparedFigure {
  readonly id: string
  readonly label: string
  readonly unit: Unit
  /** Of each side; the median of its runs where there are several. */
  readonly values: readonly (number | null)[]
  /** From the first side to each other. */
  readonly changes: readonly FigureChange[]
  /** Whether the verdict of the whole comparison rests on it. */
  readonly decisive: boolean
  readonly note: string
}

export interface FigureChange {
  /** As `−55 %` or `+12.4 points`; empty where there is nothing to compare. */
  readonly change: string
  /** Where the change lies with 95 % confidence, as `−60 … −49 %`; empty where that is not known. */
  readonly interval: string
  /** `better`, `worse`, `changed`, `same` or `inconclusive`; empty where nothing judges it. */
  readonly verdict: string
  readonly tone: 'better' | 'worse' | 'neutral'
  /** What would turn `inconclusive` into a verdict; empty elsewhere. */
  readonly advice: string
}
