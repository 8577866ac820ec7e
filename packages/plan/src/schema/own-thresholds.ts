import { dataPath } from '../defaults/fill-data.ts'
import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping } from '../document/plain-value.ts'
import type { OwnMetric, Threshold } from '../plan.ts'
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

/** Takes out the thresholds on metrics that the file's scripts make, which no other file knows. */
export function splitThresholds(
  file: PlainMapping,
  given: { readonly file: string; readonly scriptFactsOf?: ScriptFactsOf },
): SplitThresholds {
  const thresholds = childOf(file, 'thresholds')
  const metrics = ownMetrics(file, given)
  if (!isMapping(thresholds) || metrics.size === 0) return { rest: file, own: [], mistakes: [] }
  const entries = Object.entries(thresholds)
  const read = entries.flatMap(([key, value]) => {
    const metric = metrics.get(key.trim())
    if (metric === undefined) return []
    const { given: expressions, mistakes } = checkShape(thresholdOf(metric.kind), value, ['thresholds', key])
    const own = (expressions ?? []).map(
      ({ source, ...expression }): Threshold => ({
        source: `${key}: ${source}`,
        metric: 'own',
        own: metric,
        selector: {},
        rows: undefined,
        ...expression,
        line: undefined,
      }),
    )
    return [{ own, mistakes }]
  })
  const others = entries.filter(([key]) => !metrics.has(key.trim()))
  return {
    rest: { ...file, thresholds: Object.fromEntries(others) },
    own: read.flatMap(({ own }) => own),
    mistakes: read.flatMap(({ mistakes }) => mistakes),
  }
}

function ownMetrics(
  file: PlainMapping,
  { file: scenarioFile, scriptFactsOf }: { readonly file: string; readonly scriptFactsOf?: ScriptFactsOf },
): ReadonlyMap<string, OwnMetric> {
  const facts = [...runsIn(childOf(file, 'scenarios'), [])].flatMap(({ source }): ScriptFacts[] => {
    const run = readRun(source)
    const found = run && scriptFactsOf?.(dataPath(run.path, scenarioFile))
    return found === undefined || 'problem' in found ? [] : [found]
  })
  return new Map(facts.flatMap(({ metrics }) => metrics.map((metric) => [metric.name, metric] as const)))
}
