import { judge } from '@loadrun/analysis'
import { joinMetrics, type Measured, type Metrics, type RunResult } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'

/** The file that holds a run's plan and each second it has measured so far. */
export const partialFile = 'partial.ndjson'

/** What stands in the first line. */
export interface PartialHead {
  readonly plan: Plan
  readonly host: Measured['host']
  readonly startedAt: string
}

/**
 * The result of a run that ended before it could write one, from its partial file; a last line that was cut off is left
 * out. `undefined` when not even one second is there.
 */
export function resultOfPartial(text: string): RunResult | undefined {
  const [head, ...rows] = text.split('\n').flatMap((line) => parsedLine(line))
  const intervals = rows.flatMap((row) => ('interval' in row ? [row.interval as Metrics] : []))
  const [first, ...others] = intervals
  if (head === undefined || !('plan' in head) || first === undefined) return undefined
  const total = others.reduce((sum, interval) => joinMetrics(sum, interval), first)
  const measured: Measured = {
    ...(head as PartialHead),
    elapsedMs: total.toMs,
    interrupted: true,
    total,
    intervals,
    sockets: { observed: false, reason: 'the run ended before it wrote what it had seen of them' },
    tiers: [],
    troubles: ['The run ended before it wrote its result: what it had measured until then is here.'],
  }
  return { version: 1, ...measured, judgement: judge(measured) }
}

function parsedLine(line: string): object[] {
  try {
    const parsed: unknown = JSON.parse(line)
    return typeof parsed === 'object' && parsed !== null ? [parsed] : []
  } catch {
    return []
  }
}
