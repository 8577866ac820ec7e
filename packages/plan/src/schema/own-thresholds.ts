import { dataPath } from '../defaults/fill-data.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue } from '../document/plain-value.ts'
import type { OwnMetric, Selector, Threshold } from '../plan/threshold.ts'
import { parseOwnMetricKey } from '../units/metric-key.ts'
import { runsIn, type ScriptFacts, type ScriptFactsOf } from './check-scripts.ts'
import { checkShape } from './check-shape.ts'
import { readRun } from './run.ts'
import { thresholdOf } from './thresholds.ts'

/** A file without the thresholds on metrics of scripts, and those. */
export interface SplitThresholds {
  readonly rest: PlainMapping
  readonly own: readonly Threshold[]
  readonly mistakes: readonly PathMistake[]
}

interface Given {
  readonly file: string
  readonly scriptFactsOf?: ScriptFactsOf
}

/** Takes out the thresholds on metrics that the file's scripts make, which no other file knows. */
export function splitThresholds(file: PlainMapping, given: Given): SplitThresholds {
  const thresholds = childOf(file, 'thresholds')
  const metrics = ownMetrics(file, given)
  if (!isMapping(thresholds) || metrics.size === 0) return { rest: file, own: [], mistakes: [] }
  const isOneUser = speakingScenarios(file).length === 1
  const entries = Object.entries(thresholds).map(([key, value]) => {
    const named = parseOwnMetricKey(key)
    return { key, value, named, metric: metrics.get(named.name) }
  })
  const read = entries.flatMap(({ key, value, named, metric }) => {
    if (metric === undefined) return []
    if ('wanted' in named) return [{ own: [], mistakes: [mistakenKey(key, named.wanted)] }]
    // What only one scenario can have done is not told apart by who did it.
    const { scenario: _, ...others } = named.selector
    return [readOwn(key, value, metric, isOneUser ? others : named.selector)]
  })
  const others = entries.filter(({ metric }) => metric === undefined)
  return {
    rest: { ...file, thresholds: Object.fromEntries(others.map(({ key, value }) => [key, value])) },
    own: read.flatMap(({ own }) => own),
    mistakes: read.flatMap(({ mistakes }) => mistakes),
  }
}

function readOwn(
  key: string,
  value: PlainValue,
  metric: OwnMetric,
  selector: Selector,
): Pick<SplitThresholds, 'own' | 'mistakes'> {
  const { given: expressions = [], mistakes } = checkShape(thresholdOf(metric.kind), value, ['thresholds', key])
  const own = expressions.map(
    ({ source, ...expression }): Threshold => ({
      source: `${key}: ${source}`,
      metric: 'own',
      own: metric,
      selector,
      rows: undefined,
      ...expression,
      line: undefined,
    }),
  )
  return { own, mistakes }
}

function mistakenKey(key: string, wanted: string): PathMistake {
  return { path: ['thresholds', key], part: 'key', message: `\`${key}\` cannot be read`, wanted }
}

/** Those whose steps run scripts. */
function speakingScenarios(file: PlainMapping): readonly string[] {
  const scenarios = childOf(file, 'scenarios')
  if (!isMapping(scenarios)) return []
  return Object.keys(scenarios).filter((name) => !runsIn(scenarios[name], []).next().done)
}

function ownMetrics(file: PlainMapping, { file: scenarioFile, scriptFactsOf }: Given): ReadonlyMap<string, OwnMetric> {
  const facts = [...runsIn(childOf(file, 'scenarios'), [])].flatMap(({ source }): ScriptFacts[] => {
    const run = readRun(source)
    const found = run && scriptFactsOf?.(dataPath(run.path, scenarioFile))
    return found === undefined || 'problem' in found ? [] : [found]
  })
  return new Map(facts.flatMap(({ metrics }) => metrics.map((metric) => [metric.name, metric] as const)))
}
