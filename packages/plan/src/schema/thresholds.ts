import { z } from 'zod'
import { type MetricKind, type MetricName, metrics, type Threshold } from '../plan.ts'
import { parseMetricKey } from '../units/metric-key.ts'
import { parseThresholdExpression, thresholdForms } from '../units/threshold-expression.ts'
import { duration, knownKeys, mapping, parsed, wantedByDefault } from './values.ts'

const metricNames = Object.keys(metrics) as readonly MetricName[]

/** By metric, one expression or a list of them. In the file's order. */
export const thresholds = z
  .record(z.string(), z.unknown(), { error: 'a mapping of metrics to expressions' })
  .transform((given, context): readonly Threshold[] => {
    return Object.entries(given).flatMap(([key, value]) => {
      const read = parseMetricKey(key)
      if (read === 'unknown') {
        const message = knownKeys.write(metricNames)
        context.issues.push({ code: 'unrecognized_keys', keys: [key], input: given, message, path: [] })
        return []
      }
      if ('wanted' in read) {
        const issues = [{ code: 'custom' as const, message: read.wanted, path: [], input: key }]
        context.issues.push({ code: 'invalid_key', origin: 'record', issues, input: key, path: [key] })
        return []
      }
      const expressions = expressionsOf(metrics[read.metric].kind).safeParse(value, { error: wantedByDefault })
      if (!expressions.success) {
        for (const issue of expressions.error.issues) {
          // An issue is a raw one with its text; zod's types tell them apart by what `input` may hold.
          context.issues.push({ ...issue, path: [key, ...issue.path] } as z.core.$ZodRawIssue)
        }
        return []
      }
      return expressions.data.map(
        ({ source, ...expression }): Threshold => ({
          source: `${key}: ${source}`,
          ...read,
          ...expression,
          line: undefined,
        }),
      )
    })
  })

type Expression = Omit<Threshold, 'metric' | 'selector' | 'line'>

function expressionsOf(kind: MetricKind) {
  const plain = parsed((source): Omit<Expression, 'abort'> | undefined => {
    const read = parseThresholdExpression(source, kind)
    return read && { source: source.trim(), ...read }
  }, thresholdForms[kind])
  const short = plain.transform((read): Expression => ({ ...read, abort: undefined }))
  const whole = mapping({
    threshold: plain,
    abortOnFail: z.boolean().optional(),
    delayAbortEval: duration.optional(),
  })
    .refine(({ abortOnFail }) => kind !== 'gauge' || abortOnFail !== true, {
      error: 'abortOnFail with metrics of requests and iterations only: others are not known until the end',
    })
    .transform(
      ({ threshold, abortOnFail, delayAbortEval }): Expression => ({
        ...threshold,
        abort: abortOnFail === true ? { afterMs: delayAbortEval ?? 0 } : undefined,
      }),
    )
  const one = z.union([short, whole], { error: thresholdForms[kind] })
  return z
    .union([short, whole, z.array(one).min(1, { error: 'at least one expression' })], { error: thresholdForms[kind] })
    .transform((given): readonly Expression[] => [given].flat())
}
