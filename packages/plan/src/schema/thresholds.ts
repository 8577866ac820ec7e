import { z } from 'zod'
import { type MetricName, metricKinds, type Threshold } from '../plan.ts'
import { parseThresholdExpression, thresholdForms } from '../units/threshold-expression.ts'
import { mapping, parsed } from './values.ts'

const metricNames = Object.keys(metricKinds) as readonly MetricName[]

/** By metric, one expression or a list of them. */
export const thresholds = mapping(
  Object.fromEntries(metricNames.map((metric) => [metric, thresholdsOf(metric).optional()])),
).transform((given): readonly Threshold[] => Object.values(given).flatMap((each) => each ?? []))

function thresholdsOf(metric: MetricName) {
  const kind = metricKinds[metric]
  const one = parsed((source): Threshold | undefined => {
    const read = parseThresholdExpression(source, kind)
    return read && { source: source.trim(), metric, ...read }
  }, thresholdForms[kind])
  return z
    .union([one, z.array(one).min(1, { error: 'at least one expression' })], { error: thresholdForms[kind] })
    .transform((given): readonly Threshold[] => [given].flat())
}
