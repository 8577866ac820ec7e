import { type CustomMetrics, histogramOf, type RunResult } from '@loadrun/metrics'
import { quantityText, type Unit } from '../wording/quantity.ts'
import type { Figure } from './content.ts'

/** More would hide the figures that every run has; thresholds and `result.json` know them all. */
const mostShown = 12

/** The metrics that scripts made, by name, then by tags. Those that are no time are plain numbers. */
export function ownMetrics({ total }: RunResult): readonly Figure[] {
  const all = Object.entries(total.custom ?? {})
  const metrics = [...all.filter(([, { tagged }]) => tagged === undefined), ...all.filter(isTold)]
  const rest = metrics.length - mostShown
  const shown = metrics.slice(0, mostShown).map(([name, metric]) => figureOf(name, metric))
  return rest > 0 ? [...shown, { label: 'other metrics', value: rest, unit: 'count', note: 'in result.json' }] : shown
}

/** What stands once more for each scenario alone is told by thresholds that ask for it. */
function isTold([, { tagged }]: readonly [string, CustomMetrics]): boolean {
  return tagged !== undefined && Object.keys(tagged.tags).some((name) => name !== 'scenario')
}

function figureOf(label: string, metric: CustomMetrics): Figure {
  switch (metric.kind) {
    case 'counter':
      return { label, value: metric.sum, unit: 'count' }
    case 'rate': {
      const all = metric.passes + metric.fails
      const note = `${quantityText(metric.passes, 'count')} of ${quantityText(all, 'count')}`
      return { label, value: metric.passes / all, unit: 'share', note }
    }
    case 'gauge': {
      const unit = unitOf(metric)
      const note = `the last; from ${quantityText(metric.min, unit)} to ${quantityText(metric.max, unit)}`
      return { label, value: metric.last, unit, note }
    }
    case 'trend': {
      const unit = unitOf(metric)
      const values = histogramOf(metric.values)
      const note = `p95; mean ${quantityText(values.meanMs, unit)}, max ${quantityText(values.maxMs, unit)}`
      return { label, value: values.percentileMs(95), unit, note }
    }
  }
}

function unitOf({ isTime }: { readonly isTime: boolean }): Unit {
  return isTime ? 'ms' : 'count'
}
