import { verdictsOf } from '@loadrun/analysis'
import type { Measured, RunResult } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'
import { momentText } from '../wording/duration.ts'
import type { RunContent } from './content.ts'
import { runContent } from './run.ts'
import { thresholdRow } from './threshold.ts'

/** What is known of a run that goes on. */
export type RunSoFar = Pick<Measured, 'plan' | 'host' | 'startedAt' | 'total' | 'intervals' | 'sockets' | 'tiers'>

/** What is sent each second to each reader must stay small, however long the run is. */
const mostValues = 60_000

/** The report as far as it can be told while the run goes on: without a verdict, findings and counts that must agree. */
export function runningContent(soFar: RunSoFar): RunContent {
  const elapsedMs = soFar.total.toMs
  const measured: Measured = { ...soFar, elapsedMs, interrupted: false, troubles: [] }
  const result: RunResult = { version: 1, ...measured, judgement: notJudged }
  const leftMs = plannedEndMs(soFar.plan) - elapsedMs
  const sentence =
    leftMs > 0
      ? `${momentText(leftMs)} left of ${momentText(plannedEndMs(soFar.plan))}.`
      : 'The load has ended; its last requests are waited for.'
  return {
    ...runContent(result, mostValues),
    verdict: { tone: 'running', title: 'Running', sentence, reservations: [] },
    thresholds: verdictsOf(measured).map(thresholdRow),
  }
}

const notJudged = { outcome: 'interrupted', verdicts: [], doubts: [], findings: [], agreements: [] } as const
