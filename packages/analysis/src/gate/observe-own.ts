import { type CustomMetrics, hasTags, histogramOf } from '@loadrun/metrics'
import type { Selector, Statistic } from '@loadrun/plan'
import { statisticOf } from '../figures/times.ts'
import type { Stretch } from './stretch.ts'

/** What a metric of a script came to; `undefined` where it got no value. */
export function observeOwn(
  name: string,
  { selector, statistic }: { readonly selector: Selector; readonly statistic: Statistic },
  stretch: Stretch,
): number | undefined {
  const parts = stretch.metrics.flatMap(({ custom = {} }) => partsOf(name, selector, custom))
  const [first] = parts
  switch (first?.kind) {
    case undefined:
      return undefined
    case 'counter': {
      const sum = of(parts, 'counter').reduce((total, part) => total + part.sum, 0)
      return statistic.kind === 'rate' ? sum / (stretch.durationMs / 1000) : sum
    }
    case 'rate': {
      const passes = of(parts, 'rate').reduce((total, part) => total + part.passes, 0)
      const fails = of(parts, 'rate').reduce((total, part) => total + part.fails, 0)
      return passes / (passes + fails)
    }
    case 'trend':
      return statisticOf(histogramOf(...of(parts, 'trend').map(({ values }) => values)), statistic)
    case 'gauge': {
      const gauges = of(parts, 'gauge').toSorted((a, b) => a.lastMs - b.lastMs)
      if (statistic.kind === 'min') return Math.min(...gauges.map(({ min }) => min))
      if (statistic.kind === 'max') return Math.max(...gauges.map(({ max }) => max))
      return gauges.at(-1)?.last
    }
  }
}

/** All of a metric's values stand under its name; where some are meant, those of each set of tags that has the wanted. */
function partsOf(
  name: string,
  { scenario, tags }: Selector,
  custom: Readonly<Record<string, CustomMetrics>>,
): readonly CustomMetrics[] {
  const wanted = { ...tags, ...(scenario !== undefined && { scenario }) }
  if (Object.keys(wanted).length === 0) return [custom[name] ?? []].flat()
  return Object.values(custom).filter(({ tagged }) => tagged?.name === name && hasTags(tagged.tags, wanted))
}

function of<Kind extends CustomMetrics['kind']>(
  parts: readonly CustomMetrics[],
  kind: Kind,
): readonly Extract<CustomMetrics, { kind: Kind }>[] {
  return parts.filter((part): part is Extract<CustomMetrics, { kind: Kind }> => part.kind === kind)
}
