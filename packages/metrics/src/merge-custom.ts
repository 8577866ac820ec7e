import { mergeEncoded } from './histogram.ts'
import type { CustomMetrics, CustomValues } from './metrics.ts'

/** What two parts counted of one metric. The last of a gauge's values is that which was set last. */
export function mergeCustom(a: CustomMetrics, b: CustomMetrics): CustomMetrics {
  return { ...mergeValues(a, b), ...(a.tagged && { tagged: a.tagged }) }
}

export function mergeValues(a: CustomValues, b: CustomValues): CustomValues {
  if (a.kind === 'counter' && b.kind === 'counter') return { kind: 'counter', sum: a.sum + b.sum }
  if (a.kind === 'rate' && b.kind === 'rate') {
    return { kind: 'rate', passes: a.passes + b.passes, fails: a.fails + b.fails }
  }
  if (a.kind === 'trend' && b.kind === 'trend') return { ...a, values: mergeEncoded(a.values, b.values) }
  if (a.kind === 'gauge' && b.kind === 'gauge') {
    const isLater = b.lastMs > a.lastMs || (b.lastMs === a.lastMs && b.last >= a.last)
    const { last, lastMs } = isLater ? b : a
    return { ...a, last, lastMs, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) }
  }
  throw new TypeError(`Cannot merge a metric of kind ${a.kind} with one of kind ${b.kind}`)
}
