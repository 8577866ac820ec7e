import type { RunResult } from '@loadrun/metrics'
import type { Comparison } from '../comparison.ts'
import { comparisonFindings } from './comparison-findings.ts'
import { configurationDifferences } from './configuration-differences.ts'
import { failureTextsOf } from './failure-texts.ts'
import { rowsOf } from './rows.ts'

/** Lays runs side by side, the first being what the others are compared with. Needs at least two. */
export function compareRuns(results: readonly RunResult[]): Comparison {
  return {
    configuration: configurationDifferences(results.map((result) => result.plan.configuration)),
    rows: rowsOf(results),
    failureTexts: failureTextsOf(results),
    findings: comparisonFindings(results),
  }
}
