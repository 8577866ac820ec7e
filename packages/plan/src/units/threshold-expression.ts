import type { MetricKind, Statistic, Threshold } from '../plan/threshold.ts'
import { parseDurationMs } from './duration.ts'
import { parseRatePerSecond } from './rate.ts'
import { parseShare } from './share.ts'

const expression = /^(avg|min|max|med|rate|count|value|p\((\d+(?:\.\d+)?)\))\s*(<=|>=|<|>)\s*(\S.*)$/
const window = /^(.*\S)\s+over\s+(\S+)$/
const operators = ['<', '<=', '>', '>='] as const

/** What is measured comes in seconds, so no stretch can be shorter. */
const shortestWindowMs = 1000

/** What a threshold on each kind of metric can be, for people. */
export const thresholdForms: Readonly<Record<MetricKind, string>> = {
  time: 'avg, min, med, max or p(N), then <, <=, > or >=, then a time: p(95) < 1.2s (a bare number is milliseconds)',
  rate: 'rate, then <, <=, > or >=, then a share: rate < 1%',
  counter: 'count, then <, <=, > or >=, then a number, or rate with a number a second: count < 100, rate > 50/s',
  gauge: 'avg, min, med, max or p(N), then <, <=, > or >=, then a number: max < 5000',
  trend: 'avg, min, med, max or p(N), then <, <=, > or >=, then a number: p(95) < 20',
  value: 'value, min or max, then <, <=, > or >=, then a number: value < 10',
}

/**
 * k6's threshold expressions, such as `p(95) < 1.2s`, `rate < 1%` and `count > 100`, and with `over 30s` behind them for
 * every stretch of that length. `undefined` where it is none for this kind of metric, or could never hold.
 */
export function parseThresholdExpression(
  source: string,
  kind: MetricKind,
): Pick<Threshold, 'statistic' | 'operator' | 'limit' | 'windowMs'> | undefined {
  const [, whole = source, length] = window.exec(source.trim()) ?? []
  const windowMs = length === undefined ? undefined : parseDurationMs(length)
  if (length !== undefined && (windowMs === undefined || windowMs < shortestWindowMs)) return undefined
  const [, name = '', percentile, sign, value = ''] = expression.exec(whole.trim()) ?? []
  const statistic = statisticOf(name, percentile, kind)
  const operator = operators.find((each) => each === sign)
  const limit = statistic && parseLimit(value, kind, statistic)
  if (statistic === undefined || operator === undefined || limit === undefined) return undefined
  const neverHolds = (operator === '<' && limit === 0) || (operator === '>' && limit === 1 && kind === 'rate')
  return neverHolds ? undefined : { statistic, operator, limit, windowMs }
}

function statisticOf(name: string, percentile: string | undefined, kind: MetricKind): Statistic | undefined {
  if (kind === 'rate') return name === 'rate' ? { kind: 'rate' } : undefined
  if (kind === 'counter') return name === 'rate' || name === 'count' ? { kind: name } : undefined
  if (kind === 'value') return name === 'value' || name === 'min' || name === 'max' ? { kind: name } : undefined
  if (name === 'avg' || name === 'min' || name === 'max') return { kind: name }
  if (name === 'med') return { kind: 'percentile', percentile: 50 }
  if (percentile === undefined || Number(percentile) > 100) return undefined
  return { kind: 'percentile', percentile: Number(percentile) }
}

function parseLimit(value: string, kind: MetricKind, statistic: Statistic): number | undefined {
  if (kind === 'rate') return parseShare(value)
  const bare = /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
  if (kind === 'time') return bare ?? parseDurationMs(value)
  return bare ?? (statistic.kind === 'rate' ? parseRatePerSecond(value) : undefined)
}
