import type { Judgement, Measured, Verdict } from '@loadrun/metrics'
import { findingsOf } from '../findings/find.ts'
import { agreementsOf } from './agreements.ts'
import { doubtsOf } from './doubts.ts'
import { verdictsOf } from './verdicts.ts'

/** Says what a run's figures mean: whether to believe them, whether its thresholds held, and what they show. */
export function judge(measured: Measured): Judgement {
  const agreements = agreementsOf(measured)
  const doubts = doubtsOf(measured, agreements)
  const verdicts = verdictsOf(measured)
  return {
    outcome: outcomeOf(measured, verdicts, doubts),
    verdicts,
    doubts,
    findings: findingsOf(measured),
    agreements,
  }
}

function outcomeOf(measured: Measured, verdicts: readonly Verdict[], doubts: readonly string[]): Judgement['outcome'] {
  const byUser = measured.stoppedBy === undefined && !measured.agents?.stoppedByLoss
  if (measured.interrupted && byUser) return 'interrupted'
  if (doubts.length > 0) return 'untrusted'
  if (measured.stoppedBy !== undefined) return 'failed'
  return verdicts.every(({ status }) => status === 'pass') ? 'passed' : 'failed'
}
