import { dirname, join } from 'node:path'
import { readYaml } from '@loadrun/plan'
import { defined, filled, ImportError, type Imported, isMapping, type ReadFile, type Written } from '../imported.ts'
import { flowSteps } from './flow-steps.ts'
import { durationOf, loadOf } from './load-of.ts'
import type { FlowGiven } from './request-step.ts'
import { templates } from './templates.ts'
import { thresholdsOf } from './thresholds-of.ts'

const lostConfig = ['processor', 'plugins', 'engines', 'tls', 'ws', 'socketio', 'phasesFrom', 'environments']

/** A scenario of an Artillery script. `file` is where it stands, for the files that it names. */
export function importArtillery(text: string, file: string, readFile: ReadFile): Imported {
  const read = readYaml(text)
  if ('problem' in read) throw new ImportError(`Cannot read ${file}: ${read.problem}`)
  const { value: script } = read
  if (!isMapping(script) || !isMapping(script.config) || !Array.isArray(script.scenarios)) {
    throw new ImportError(`Cannot import ${file}: \`config\` and \`scenarios\` are wanted, as in an Artillery script`)
  }
  const { config } = script
  const notes: string[] = []
  for (const key of lostConfig) {
    const known =
      key === 'plugins' &&
      isMapping(config.plugins) &&
      Object.keys(config.plugins).every((each) => each === 'expect' || each === 'ensure')
    if (config[key] !== undefined && !known) notes.push(`config.${key} is not carried over`)
  }
  const { data, names } = payloadOf(config.payload, file, readFile, notes)
  const defaults = isMapping(config.defaults) && isMapping(config.defaults.headers) ? config.defaults.headers : {}
  const scenarios = script.scenarios.filter(isMapping)
  const lists: Record<string, unknown> = {}
  const keep = (value: unknown) => {
    const name = `list${Object.keys(lists).length + 1}`
    lists[name] = templates(value, names)
    return name
  }
  const given = { names, notes, headers: defaults, keep }
  const flows = scenarios.map((scenario, index) => {
    const name = typeof scenario.name === 'string' ? scenario.name : `flow ${index + 1}`
    if (scenario.engine !== undefined && scenario.engine !== 'http') {
      notes.push(`The scenario ${name} is left out: its engine ${String(scenario.engine)} is not there`)
      return { name, weight: 0, steps: [] }
    }
    for (const key of ['beforeScenario', 'afterScenario', 'beforeRequest', 'afterResponse', 'onError']) {
      if (scenario[key] !== undefined) notes.push(`The ${key} of ${name} is not carried over`)
    }
    const steps = flowSteps(scenario.flow, given)
    return { name, weight: Number(scenario.weight ?? 1), steps }
  })
  const kept = flows.filter(({ steps }) => steps.length > 0)
  if (kept.length === 0) throw new ImportError(`Cannot import ${file}: none of its scenarios has a step`)
  const http = isMapping(config.http) ? config.http : {}
  const [before, after] = [script.before, script.after].map((once) => onceOf(once, given))
  return {
    from: 'an Artillery script',
    file: defined({
      target: targetOf(config.target, notes),
      vars: filled({ ...variablesOf(config.variables, names), ...lists }),
      data,
      before,
      scenarios: {
        visitors: defined({
          ...loadOf(config.phases, notes),
          timeout: durationOf(http.timeout ?? 10),
          maxSockets: http.pool,
          cookies: 'per-iteration',
          steps: stepsOf(kept),
        }),
      },
      after,
      thresholds: filled(thresholdsOf(config.ensure, notes)),
    }),
    notes: [...new Set(notes)],
  }
}

/** What is done once, before or after all visitors. */
function onceOf(once: unknown, given: FlowGiven): Written | undefined {
  const steps = isMapping(once) ? flowSteps(once.flow, given) : []
  return steps.length === 0 ? undefined : { steps }
}

function stepsOf(flows: readonly { name: string; weight: number; steps: readonly Written[] }[]): readonly Written[] {
  const [only] = flows
  if (only !== undefined && flows.length === 1) return only.steps
  const choices = flows.map(({ name, weight, steps }) => ({ weight, steps: [{ group: name.slice(0, 100), steps }] }))
  return [{ choose: choices }]
}

function targetOf(given: unknown, notes: string[]): string {
  const url = URL.parse(String(given))
  if (url !== null && /^https?:$/.test(url.protocol)) return `${url.origin}${url.pathname}`.replace(/\/$/, '')
  notes.push(`config.target (${String(given)}) is no address: put one in \`target\``)
  return 'http://127.0.0.1:3000'
}

/** A list is one of which each visitor has one at random. */
function variablesOf(given: unknown, names: ReadonlyMap<string, string>): Written {
  const entries = Object.entries(isMapping(given) ? given : {}).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, templates(value, names)]
    const choices = value.map((each) =>
      typeof each === 'number' ? each : `'${String(each).replaceAll(/['\\]/g, '\\$&')}'`,
    )
    return [name, `{{ randomChoice(${choices.join(', ')}) }}`]
  })
  return Object.fromEntries(entries)
}

/** Names for columns that have none: `column3`. */
function namesFrom(first: number, count: number): readonly string[] {
  return Array.from({ length: Math.max(0, count - first) }, (_, place) => `column${first + place + 1}`)
}

/** CSV files, and where their fields are found: `id` as `payload.id`. */
function payloadOf(
  given: unknown,
  file: string,
  readFile: ReadFile,
  notes: string[],
): { data: Written | undefined; names: Map<string, string> } {
  const names = new Map<string, string>()
  const sources = [given]
    .flat()
    .filter(isMapping)
    .map((payload, index) => {
      const name = index === 0 ? 'payload' : `payload${index + 1}`
      const { path, fields, order, skipHeader, delimiter = ',' } = payload
      const text = readFile(join(dirname(file), String(path)))
      const [header = ''] = (text ?? '').replace(/^\ufeff/, '').split(/\r?\n/)
      const columns = header.split(String(delimiter)).map((each) => each.trim().replaceAll(/^"|"$/g, ''))
      const wanted = Array.isArray(fields) ? fields.map(String) : []
      if (text === undefined)
        notes.push(`${String(path)} could not be read: its columns are taken to be ${wanted.join(', ')}`)
      for (const [place, field] of wanted.entries()) {
        const column = skipHeader === true ? (columns[place] ?? field) : field
        names.set(field, /^\w+$/.test(column) ? `${name}.${column}` : `${name}['${column}']`)
      }
      const source = {
        file: String(path),
        order: order === 'sequence' ? 'sequential' : 'random',
        delimiter: delimiter === ',' ? undefined : delimiter,
        // Fields name the first columns; every one has to have a name here.
        columns: skipHeader === true ? undefined : [...wanted, ...namesFrom(wanted.length, columns.length)],
      }
      return [name, defined(source)] as const
    })
  return { data: filled(Object.fromEntries(sources)), names }
}
