import type { RunResult } from '@loadrun/metrics'
import type { Heading } from './content.ts'
import { loadText, targetText } from './load.ts'

/** What was run, when, against what. */
export function headingOf(result: RunResult): Heading {
  return {
    name: result.plan.name,
    variant: result.plan.variant.name,
    startedAt: result.startedAt,
    elapsedMs: result.elapsedMs,
    target: targetText(result.plan.target),
    load: result.plan.scenarios.map(loadText),
  }
}
