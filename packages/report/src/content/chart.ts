import type { Unit } from '../wording/quantity.ts'

/** Colours by meaning; the page's style sheet says what each looks like in light and dark. */
export type Colour = 'ink' | 'grey' | 'blue' | 'sky' | 'green' | 'orange' | 'vermilion' | 'purple' | 'yellow' | 'brown'

export interface ChartGroup {
  readonly id: string
  readonly title: string
  readonly charts: readonly Chart[]
}

/** Lines over one axis. */
export interface Chart {
  readonly id: string
  readonly title: string
  /** How to read it, in a sentence. */
  readonly meaning: string
  readonly unit: Unit
  /**
   * `time`: seconds since the load started, shared by all such charts. `percentile`: `1 / (1 - share)`, drawn as a
   * logarithm. `value`: what was varied, as `scale` says.
   */
  readonly axis: 'time' | 'percentile' | 'value'
  /** Of the axis `value` alone. */
  readonly scale?: ValueScale
  readonly at: readonly number[]
  readonly lines: readonly Line[]
  /** Fixed values drawn across, such as a limit. */
  readonly marks: readonly Readonly<{ label: string; value: number }>[]
  /** Fields behind the lines, on a logarithmic scale of `unit`. */
  readonly heat?: Heat
  /** How many moments share a pair of points, their lowest and their highest value; left out where each has its own. */
  readonly thinnedBy?: number
  /** Takes the whole width of the page, being the one to look at first. */
  readonly wide?: boolean
}

/** How often each band of values was seen at each moment. */
export interface Heat {
  /** Where the bands begin, and where the last ends; each further one is higher. */
  readonly edges: readonly number[]
  /** For each entry of `at`, one for each band. */
  readonly counts: readonly (readonly number[])[]
}

export interface Line {
  readonly label: string
  /** The label is a name, or what somebody else said: it is no part of the page's language. */
  readonly verbatim?: boolean
  readonly colour: Colour
  /** `broad`: wide and pale, to lie under another line that may run in the same place. */
  readonly stroke: 'solid' | 'broad' | 'dashed' | 'dotted'
  /** A dot at each value, where there are few. */
  readonly dots?: boolean
  /** One per entry of `at`; `null` where nothing was measured. */
  readonly values: readonly (number | null)[]
  /** Left out until the reader asks for it. */
  readonly hidden?: boolean
}

/** What was varied, as an axis. */
export interface ValueScale {
  readonly name: string
  /** What stands at each entry of `at`. */
  readonly ticks: readonly string[]
  /** `even`: values that are no numbers, one beside the other. */
  readonly spacing: 'even' | 'linear' | 'logarithmic'
}

/** As many digits as anyone can see in a chart, so that the page stays small. */
export function rounded(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4))
}
