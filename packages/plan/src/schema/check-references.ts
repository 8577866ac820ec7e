import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping } from '../document/plain-value.ts'
import { oneOf } from '../problems/one-of.ts'
import { suggester } from '../problems/suggestion.ts'
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
  const near = suggester()(name, tiers)
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
  const known = new Set(names)
  const suggest = suggester()
  const before = new Map(names.map((name) => [name, textOf(childOf(childOf(scenarios, name), 'startAfter'))]))
  const circles = circlesIn(before)
  return names.flatMap((name): readonly PathMistake[] => {
    const wanted = before.get(name)
    if (wanted === undefined) return []
    const path = ['scenarios', name, 'startAfter']
    if (!known.has(wanted)) {
      const near = suggest(wanted, names)
      return [
        {
          path,
          part: 'value',
          message: `There is no scenario \`${wanted}\``,
          wanted: oneOf(names.filter((each) => each !== name)),
          hint: near && `did you mean \`${near}\`?`,
        },
      ]
    }
    const way = circles(name)
    if (way === undefined) return []
    return [
      {
        path,
        part: 'value',
        message: `These scenarios would wait for one another for ever: ${way}`,
        wanted: 'a scenario that does not wait for this one',
      },
    ]
  })
}

/** More names of a circle than these say nothing more. */
const longestWay = 12

/** The way from a name by what it waits for back to itself; `undefined` where it does not lead there. */
function circlesIn(before: ReadonlyMap<string, string | undefined>): (name: string) => string | undefined {
  const onCircle = new Set<string>()
  const seen = new Set<string>()
  for (const start of before.keys()) {
    const way = new Set<string>()
    let at: string | undefined = start
    for (; at !== undefined && !seen.has(at) && !way.has(at); at = before.get(at)) way.add(at)
    for (let each = at; each !== undefined && way.has(each) && !onCircle.has(each); each = before.get(each)) {
      onCircle.add(each)
    }
    for (const name of way) seen.add(name)
  }
  return (name) => {
    if (!onCircle.has(name)) return undefined
    const way = [name]
    let at = before.get(name)
    for (; at !== undefined && at !== name && way.length < longestWay; at = before.get(at)) way.push(at)
    return [...way, ...(at === name ? [] : ['…']), name].join(' → ')
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** What thresholds are narrowed down to has to exist: without, they would have no data, and fail for that. */
function checkThresholds(file: PlainMapping, tiers: readonly string[]): readonly PathMistake[] {
  const thresholds = childOf(file, 'thresholds')
  const given = childOf(file, 'scenarios')
  const scenarios = new Set(isMapping(given) ? Object.keys(given) : [])
  const ends = new Set([...tiers, loadGenerator, ...observedHosts(file)])
  const tierNames = new Set(tiers)
  const missing = lookUp()
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
      ...missing(key, 'tier', tier, ends),
      ...missing(key, 'tier', name, tierNames),
      ...Object.entries(runsScripts ? {} : tags).flatMap(([tag, value]) => [
        ...missing(key, 'tag', tag, knownTags),
        ...missing(key, tag, value, knownTags.get(tag)),
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

/** Tells of names in thresholds that are not among those that there are. */
function lookUp() {
  const suggest = suggester()
  return (
    key: string,
    what: string,
    name: string | undefined,
    known: { has(name: string): boolean; keys(): Iterable<string>; readonly size: number } | undefined,
  ): readonly PathMistake[] => {
    if (name === undefined || known === undefined || known.has(name)) return []
    const near = suggest(name, known.keys())
    return [
      {
        path: ['thresholds', key],
        part: 'key',
        message: `There is no ${what} \`${name}\``,
        wanted: known.size === 0 ? undefined : oneOf(known.keys()),
        hint: near && `did you mean \`${near}\`?`,
      },
    ]
  }
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
