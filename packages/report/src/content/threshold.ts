import type { Verdict } from '@loadrun/metrics'
import { metrics, type Threshold } from '@loadrun/plan'
import type { Unit } from '../wording/quantity.ts'
import type { ThresholdRow } from './content.ts'

/** A threshold with what was seen, in the threshold's unit. */
export function thresholdRow(verdict: Verdict): ThresholdRow {
  return {
    source: verdict.threshold.source,
    observed: verdict.observed ?? null,
    limit: verdict.threshold.limit,
    unit: unitOf(verdict.threshold),
    status: verdict.status,
  }
}

function unitOf({ metric, own, statistic }: Threshold): Unit {
  if (statistic.kind === 'count') return 'count'
  switch (metric === 'own' ? own?.kind : metrics[metric].kind) {
    case 'time':
      return 'ms'
    case 'rate':
      return 'share'
    case 'gauge':
    case 'trend':
    case 'value':
    case undefined:
      return 'count'
    case 'counter':
      return statistic.kind === 'rate' ? 'perSecond' : 'count'
  }
}
