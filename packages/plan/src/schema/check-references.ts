import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping } from '../document/plain-value.ts'
import { suggest } from '../problems/suggestion.ts'
import { parseMetricKey, parseOwnMetricKey } from '../units/metric-key.ts'
import { runsIn } from './check-scripts.ts'
import { methods } from './request.ts'
import { targetForms, tierName } from './target.ts'
import { topologyKeys } from './topology.ts'

/**
 * Whether each tier that is named exists, and none sends requests to itself by a detour. Reads the file's plain values,
 * so that these mistakes are told beside all others.
 */
export function checkReferences(file: PlainMapping): readonly PathMistake[] {
  const topology = childOf(file, 'topology')
  const keys = isMapping(topology) ? Object.keys(topology) : []
  const tiers = keys.filter((key) => !topologyKeys.includes(key))
  const upstreams = new Map(tiers.map((tier) => [tier, tierNamedBy(childOf(childOf(topology, tier), 'upstream'))]))
  return [
    ...tiers.flatMap((tier) => checkName(['topology', tier, 'upstream'], upstreams.get(tier), tiers)),
    ...checkName(['target'], tierNamedBy(childOf(file, 'target')), tiers),
    ...checkCycles(upstreams),
    ...checkThresholds(file, tiers),
    ...checkStarts(childOf(file, 'scenarios')),
    ...checkObserved(file, tiers),
  ]
}

/** A host of the user's own is told apart by its name from all that loadrun starts. */
function checkObserved(file: PlainMapping, tiers: readonly string[]): readonly PathMistake[] {
  return observedHosts(file)
    .filter((name) => name === loadGenerator || tiers.includes(name))
    .map((name) => ({
      path: ['observe', name],
      part: 'key',
      message: `\`${name}\` is the name of ${name === loadGenerator ? 'the load generator’s host' : 'a tier'}`,
      wanted: 'a name of its own for the host',
    }))
}

function observedHosts(file: PlainMapping): readonly string[] {
  const observe = childOf(file, 'observe')
  return isMapping(observe) ? Object.keys(observe) : []
}

function tierNamedBy(value: unknown): string | undefined {
  return typeof value === 'string' && tierName.test(value) ? value : undefined
}

function checkName(
  path: readonly string[],
  name: string | undefined,
  tiers: readonly string[],
): readonly PathMistake[] {
  if (name === undefined || tiers.includes(name)) return []
  const near = suggest(name, tiers)
  return [
    {
      path,
      part: 'value',
      message: `There is no tier \`${name}\` in topology`,
      wanted: tiers.length === 0 ? targetForms : `one of ${tiers.join(', ')}, or a URL`,
      hint: near && `did you mean \`${near}\`?`,
    },
  ]
}

/** Whether each scenario that another starts after exists, and none waits for itself. */
function checkStarts(scenarios: unknown): readonly PathMistake[] {
  const names = isMapping(scenarios) ? Object.keys(scenarios) : []
  const before = new Map(names.map((name) => [name, textOf(childOf(childOf(scenarios, name), 'startAfter'))]))
  return names.flatMap((name): readonly PathMistake[] => {
    const wanted = before.get(name)
    if (wanted === undefined) return []
    const path = ['scenarios', name, 'startAfter']
    if (!names.includes(wanted)) {
      const near = suggest(wanted, names)
      return [
        {
          path,
          part: 'value',
          message: `There is no scenario \`${wanted}\``,
          wanted: `one of ${names.filter((each) => each !== name).join(', ')}`,
          hint: near && `did you mean \`${near}\`?`,
        },
      ]
    }
    const way = [name]
    for (let at = before.get(name); at !== undefined && !way.includes(at); at = before.get(at)) way.push(at)
    if (before.get(way.at(-1) ?? '') !== name) return []
    return [
      {
        path,
        part: 'value',
        message: `These scenarios would wait for one another for ever: ${[...way, name].join(' → ')}`,
        wanted: 'a scenario that does not wait for this one',
      },
    ]
  })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** What thresholds are narrowed down to has to exist: without, they would have no data, and fail for that. */
function checkThresholds(file: PlainMapping, tiers: readonly string[]): readonly PathMistake[] {
  const thresholds = childOf(file, 'thresholds')
  const given = childOf(file, 'scenarios')
  const scenarios = isMapping(given) ? Object.keys(given) : []
  const knownTags = tagsIn(given)
  // What tags a script gives is known when it runs.
  const runsScripts = !runsIn(given, []).next().done
  return (isMapping(thresholds) ? Object.keys(thresholds) : []).flatMap((key) => {
    const read = parseMetricKey(key)
    if (read === 'unknown') {
      const own = parseOwnMetricKey(key)
      return 'wanted' in own ? [] : missing(key, 'scenario', own.selector.scenario, scenarios)
    }
    if ('wanted' in read) return []
    const { scenario, tier, name, tags = {} } = read.selector
    return [
      ...missing(key, 'scenario', scenario, scenarios),
      ...missing(key, 'tier', tier, [...tiers, loadGenerator, ...observedHosts(file)]),
      ...missing(key, 'tier', name, tiers),
      ...Object.entries(runsScripts ? {} : tags).flatMap(([tag, value]) => [
        ...missing(key, 'tag', tag, [...knownTags.keys()]),
        ...(knownTags.has(tag) ? missing(key, tag, value, [...(knownTags.get(tag) ?? [])]) : []),
      ]),
    ]
  })
}

/** Every tag in the file, and the values that it has; groups and methods are tags as well. */
function tagsIn(value: unknown, found = new Map<string, Set<string>>()): ReadonlyMap<string, ReadonlySet<string>> {
  const add = (name: string, text: unknown) => {
    if (typeof text === 'string') found.set(name, (found.get(name) ?? new Set()).add(text))
  }
  if (Array.isArray(value)) for (const each of value) tagsIn(each, found)
  else if (isMapping(value)) {
    add('group', childOf(value, 'group'))
    for (const method of methods) if (typeof value[method] === 'string') add('method', method.toUpperCase())
    if (typeof value.request === 'string') add('method', value.method ?? 'GET')
    const tags = childOf(value, 'tags')
    for (const [name, text] of Object.entries(isMapping(tags) ? tags : {})) add(name, text)
    for (const [key, each] of Object.entries(value)) if (key !== 'tags') tagsIn(each, found)
  }
  return found
}

/** The name of the end that the load comes from. */
const loadGenerator = 'client'

function missing(
  key: string,
  what: string,
  name: string | undefined,
  known: readonly string[],
): readonly PathMistake[] {
  if (name === undefined || known.includes(name)) return []
  const near = suggest(name, known)
  return [
    {
      path: ['thresholds', key],
      part: 'key',
      message: `There is no ${what} \`${name}\``,
      wanted: known.length === 0 ? undefined : `one of ${known.join(', ')}`,
      hint: near && `did you mean \`${near}\`?`,
    },
  ]
}

function checkCycles(upstreams: ReadonlyMap<string, string | undefined>): readonly PathMistake[] {
  const known = new Set<string>()
  const mistakes: PathMistake[] = []
  for (const start of upstreams.keys()) {
    const way: string[] = []
    let tier: string | undefined = start
    while (tier !== undefined && !known.has(tier)) {
      known.add(tier)
      way.push(tier)
      tier = upstreams.get(tier)
    }
    if (tier === undefined || !way.includes(tier)) continue
    const cycle = [...way.slice(way.indexOf(tier)), tier]
    mistakes.push({
      path: ['topology', cycle.at(-2) ?? tier, 'upstream'],
      part: 'value',
      message: `Requests would go round for ever: ${cycle.join(' → ')}`,
      wanted: 'an upstream that leads to a limited-server or to a URL',
    })
  }
  return mistakes
}
