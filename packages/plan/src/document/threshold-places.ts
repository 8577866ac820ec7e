import type { Path } from './path.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue } from './plain-value.ts'

/** A metric's thresholds, wherever they stand. */
export interface ThresholdPlace {
  readonly path: Path
  /** The metric, with the scenario that it is narrowed down to where it stands in one: `http_reqs{scenario:browse}`. */
  readonly key: string
  readonly value: PlainValue
}

/** Those of the whole file, then those of each scenario. */
export function thresholdPlaces(file: PlainMapping): readonly ThresholdPlace[] {
  const scenarios = childOf(file, 'scenarios')
  const ofScenarios = Object.entries(isMapping(scenarios) ? scenarios : {}).flatMap(([name, scenario]) =>
    entriesOf(childOf(scenario, 'thresholds')).map(([key, value]) => ({
      path: ['scenarios', name, 'thresholds', key],
      key: ofScenario(key, name),
      value,
    })),
  )
  const ofAll = entriesOf(childOf(file, 'thresholds')).map(([key, value]) => ({
    path: ['thresholds', key],
    key,
    value,
  }))
  return [...ofAll, ...ofScenarios]
}

function ofScenario(key: string, scenario: string): string {
  const [, metric = key, inner = ''] = /^([^{]*)\{(.*)\}$/.exec(key.trim()) ?? []
  return `${metric.trim()}{${[`scenario:${scenario}`, inner.trim()].filter((part) => part !== '').join(', ')}}`
}

function entriesOf(thresholds: PlainValue | undefined): readonly (readonly [string, PlainValue])[] {
  return isMapping(thresholds) ? Object.entries(thresholds) : []
}
