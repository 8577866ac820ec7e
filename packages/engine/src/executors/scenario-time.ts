import type { Clock } from '../clock.ts'

/** The time a scenario has, and who may end it. */
export interface ScenarioTime {
  readonly clock: Clock
  /** Milliseconds after the load's start at which the scenario starts. */
  readonly startMs: number
  /** How long iterations may still take after the scenario's end. */
  readonly gracefulStopMs: number
  /** Ends the scenario at once. */
  readonly signal: AbortSignal
}
