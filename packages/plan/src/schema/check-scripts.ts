import { dataPath } from '../defaults/fill-data.ts'
import type { Path } from '../document/path.ts'
import { pathText } from '../document/path.ts'
import type { PathMistake } from '../document/place.ts'
import { isMapping, type PlainMapping, type PlainValue } from '../document/plain-value.ts'
import type { OwnMetric } from '../plan/threshold.ts'
import { suggest } from '../problems/suggestion.ts'
import { placesOfSteps } from './places-of-steps.ts'
import { readRun } from './run.ts'

/** What a script exports, and the metrics that it makes. */
export interface ScriptFacts {
  readonly functions: readonly string[]
  readonly metrics: readonly OwnMetric[]
}

/** The facts of a script, or why they cannot be told. */
export type ScriptFactsOf = (path: string) => ScriptFacts | { readonly problem: string }

/**
 * Whether each script that a step runs can be loaded, and exports the function. Without `scriptFactsOf`, scripts are not
 * looked at.
 */
export function checkScripts(
  file: PlainMapping,
  { file: scenarioFile, scriptFactsOf }: { readonly file: string; readonly scriptFactsOf?: ScriptFactsOf },
): readonly PathMistake[] {
  if (scriptFactsOf === undefined) return []
  return [...runsIn(placesOfSteps(file), [])].flatMap(({ source, path }) => {
    const read = readRun(source)
    return read === undefined ? [] : mistakesOf(read, path, scriptFactsOf(dataPath(read.path, scenarioFile)))
  })
}

function mistakesOf(
  { path: script, function: name }: { path: string; function: string },
  path: Path,
  facts: ReturnType<ScriptFactsOf>,
): readonly PathMistake[] {
  if ('problem' in facts) {
    const message = `${pathText(path)} cannot run ${script}: ${facts.problem}`
    return [{ path, part: 'value', message, wanted: 'a script that can be loaded, by its path from this file' }]
  }
  const { functions } = facts
  if (functions.includes(name)) return []
  const near = suggest(name, functions)
  return [
    {
      path,
      part: 'value',
      message:
        name === 'default'
          ? `${pathText(path)} names no function, and ${script} has no default one`
          : `${pathText(path)} cannot run \`${name}\`: ${script} exports no such function`,
      wanted: functions.length === 0 ? 'a function that the script exports' : `one of ${functions.join(', ')}`,
      hint: near && `did you mean \`${near}\`?`,
    },
  ]
}

/** Every `run` of a step, however deep. */
export function* runsIn(value: PlainValue | undefined, path: Path): Generator<{ source: string; path: Path }> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* runsIn(each, [...path, index])
  } else if (isMapping(value)) {
    for (const [key, each] of Object.entries(value)) {
      const isStep = typeof path.at(-1) === 'number'
      if (key === 'run' && isStep && typeof each === 'string') yield { source: each, path: [...path, key] }
      else yield* runsIn(each, [...path, key])
    }
  }
}
