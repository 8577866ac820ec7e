import type { RunResult } from '@loadrun/metrics'
import type { ComparedSide, Comparison, Side } from '../comparison.ts'
import { goodputPerSecond } from '../figures/requests.ts'
import { withoutWarmUp } from '../figures/warm-up.ts'
import { comparisonFindings } from './comparison-findings.ts'
import { configurationDifferences } from './configuration-differences.ts'
import { failureTextsOf } from './failure-texts.ts'
import { judgedRows, methodFor } from './judge-rows.ts'
import { defaultTolerance } from './tolerance.ts'

/**
 * Lays sides next to each other, the first being what the others are compared with. Needs at least two. `tolerance` is
 * the share of a figure up to which differences do not matter. `unchanged` are groups of runs of which nothing was
 * changed (A/A runs): they tell what whole runs differ by without a cause.
 */
export function compareSides(
  sides: readonly Side[],
  tolerance: number = defaultTolerance,
  unchanged: readonly (readonly RunResult[])[] = [],
): Comparison {
  const counted = sides.map(({ name, runs }) => ({ name, runs: runs.map(withoutWarmUp) }))
  const known = unchanged.filter((runs) => runs.length > 1).map((runs) => runs.map(withoutWarmUp))
  const method = methodFor(counted, known)
  const compared = sides.flatMap(comparedSide)
  const rows = judgedRows(counted, method, tolerance, known)
  return {
    sides: compared,
    method,
    configuration: configurationDifferences(compared.map(({ typical }) => typical.plan.configuration)),
    rows,
    failureTexts: failureTextsOf(sides),
    findings: comparisonFindings(counted.flatMap(comparedSide), rows, method),
  }
}

function comparedSide({ name, runs }: Side): readonly ComparedSide[] {
  const byGoodput = runs.toSorted((a, b) => goodputPerSecond(a) - goodputPerSecond(b))
  const typical = byGoodput[Math.floor((runs.length - 1) / 2)]
  return typical === undefined ? [] : [{ name, runs: runs.length, typical }]
}

/** Runs of a study as sides: those of one variant are repeats of each other. */
export function sidesByVariant(results: readonly RunResult[]): readonly Side[] {
  return [...Map.groupBy(results, ({ plan }) => plan.variant.name)].map(([name, runs]) => ({ name, runs }))
}
