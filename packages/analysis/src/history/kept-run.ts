import type { RunResult } from '@loadrun/metrics'
import { comparedFigures } from '../comparison/compared-figures.ts'
import type { ComparisonRow } from '../comparison.ts'
import { withoutWarmUp } from '../figures/warm-up.ts'

/** What a history knows of a run without its whole result. */
export interface KeptRun {
  readonly scenario: string
  readonly variant: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** `undefined` where it did not run in a repository. */
  readonly commit: Commit | undefined
  readonly outcome: RunResult['judgement']['outcome']
  readonly figures: readonly KeptFigure[]
}

/** What was checked out. */
export interface Commit {
  readonly hash: string
  /** The first line of its message. */
  readonly subject: string
  /** Whether files were changed since. */
  readonly dirty: boolean
}

/** A figure that runs are compared by. */
export type KeptFigure = Pick<ComparisonRow, 'id' | 'label' | 'unit' | 'better'> & { readonly value: number }

/** A finished run as a history keeps it. */
export function keptRun(result: RunResult, commit: Commit | undefined): KeptRun {
  return {
    scenario: result.plan.name,
    variant: result.plan.variant.name,
    startedAt: result.startedAt,
    commit,
    outcome: result.judgement.outcome,
    figures: comparedFigures([result]).flatMap((figure) => {
      const value = figure.of(withoutWarmUp(result))
      const { id, label, unit, better } = figure
      return value === undefined ? [] : [{ id, label, unit, better, value }]
    }),
  }
}
