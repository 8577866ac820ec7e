import { dirname, isAbsolute, join } from 'node:path'
import { isMapping } from '../document/plain-value.ts'
import type { DataSource } from '../plan/scenario.ts'
import type { GivenData } from '../schema/data.ts'
import { defaults } from './defaults.ts'

/** Those whose variables `parts` of a plan name; all where a script is run, which may ask for any. */
export function fillData(given: GivenData, scenarioFile: string, parts: unknown): readonly DataSource[] {
  const named = runsScript(parts) ? 'all' : variablesIn(parts)
  return Object.entries(given)
    .filter(([variable]) => named === 'all' || named.has(variable))
    .map(([variable, { file, order, delimiter, columns, skipHeader }]) => ({
      variable,
      path: dataPath(file, scenarioFile),
      delimiter: delimiter ?? defaults.delimiter,
      columns,
      skipsFirstLine: skipHeader ?? false,
      order: order ?? defaults.dataOrder,
    }))
}

/** Paths of data count from the scenario file. */
export function dataPath(file: string, scenarioFile: string): string {
  return isAbsolute(file) ? file : join(dirname(scenarioFile), file)
}

function runsScript(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(runsScript)
  return isMapping(value) && (value.kind === 'run' || Object.values(value).some(runsScript))
}

function variablesIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const each of value) variablesIn(each, found)
  else if (isMapping(value)) {
    if (value.kind === 'variable' && typeof value.name === 'string') found.add(value.name)
    for (const each of Object.values(value)) variablesIn(each, found)
  }
  return found
}
