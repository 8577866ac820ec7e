import { z } from 'zod'
import { type MetricKind, type MetricName, metrics, type Threshold } from '../plan/threshold.ts'
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
      const expressions = thresholdOf(metrics[read.metric].kind).safeParse(value, { error: wantedByDefault })
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
          rows: undefined,
        }),
      )
    })
  })

type Expression = Omit<Threshold, 'metric' | 'selector' | 'rows' | 'line'>

const examples: Readonly<Record<MetricKind, string>> = {
  time: 'p(95) < 1.2s',
  rate: 'rate < 1%',
  counter: 'count < 100',
  gauge: 'max < 5000',
  trend: 'p(95) < 20',
  value: 'value < 10',
}

const meanings: Readonly<Record<MetricKind, string>> = {
  time: 'Times: avg, min, med, max or p(N), with <, <=, > or >= and a time.',
  rate: 'A share: rate, with <, <=, > or >= and a share.',
  counter: 'A count: count, or rate for so many a second, with <, <=, > or >= and a number.',
  trend: 'Numbers: avg, min, med, max or p(N), with <, <=, > or >= and a number.',
  value: 'A value: value for the last, min or max, with <, <=, > or >= and a number.',
  gauge: 'How many there are at a moment: avg, min, med, max or p(N), with <, <=, > or >= and a number.',
}

/** One expression or a list of them, for a metric of this kind. */
export function thresholdOf(kind: MetricKind) {
  const plain = parsed((source): Omit<Expression, 'abort'> | undefined => {
    const read = parseThresholdExpression(source, kind)
    return read && { source: source.trim(), ...read }
  }, thresholdForms[kind])
  const short = plain.transform((read): Expression => ({ ...read, abort: undefined }))
  const whole = mapping({
    threshold: plain.meta({ description: 'The expression.', examples: [examples[kind]] }),
    abortOnFail: z
      .boolean()
      .optional()
      .meta({
        description: 'Ends the run once the promise is broken; for metrics of requests and iterations.',
        examples: [true],
        default: false,
      }),
    delayAbortEval: duration
      .optional()
      .meta({ description: 'With `abortOnFail`: not before so much of the load.', examples: ['10s'], default: '0s' }),
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
    .meta({ description: meanings[kind], examples: [examples[kind]] })
}
