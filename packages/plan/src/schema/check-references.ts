import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping } from '../document/plain-value.ts'
import { suggest } from '../problems/suggestion.ts'
import { targetForms, tierName } from './target.ts'

/**
 * Whether each tier that is named exists, and none sends requests to itself by a detour. Reads the file's plain values,
 * so that these mistakes are told beside all others.
 */
export function checkReferences(file: PlainMapping): readonly PathMistake[] {
  const topology = childOf(file, 'topology')
  const tiers = isMapping(topology) ? Object.keys(topology) : []
  const upstreams = new Map(tiers.map((tier) => [tier, tierNamedBy(childOf(childOf(topology, tier), 'upstream'))]))
  return [
    ...tiers.flatMap((tier) => checkName(['topology', tier, 'upstream'], upstreams.get(tier), tiers)),
    ...checkName(['target'], tierNamedBy(childOf(file, 'target')), tiers),
    ...checkCycles(upstreams),
  ]
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
