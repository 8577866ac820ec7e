import type { PathMistake } from '../document/place.ts'
import { childOf, isMapping, type PlainMapping } from '../document/plain-value.ts'
import { loadGenerator } from '../plan/hosts.ts'
import { suggest } from '../problems/suggestion.ts'
import { looksLikeUrl } from './target.ts'
import { topologyKeys } from './topology.ts'

/** Whether what a file says of hosts fits its tiers. */
export function checkIsolation(file: PlainMapping): readonly PathMistake[] {
  const topology = childOf(file, 'topology')
  if (!isMapping(topology)) return []
  const tiers = Object.keys(topology).filter((key) => !topologyKeys.includes(key))
  const isolated = childOf(topology, 'isolation') !== undefined
  return [
    ...checkHosts(topology, [...tiers, loadGenerator], isolated),
    ...(isolated ? [...checkReach(file, topology, tiers), ...checkTiers(topology, tiers)] : []),
  ]
}

function checkHosts(topology: PlainMapping, known: readonly string[], isolated: boolean): readonly PathMistake[] {
  const hosts = childOf(topology, 'hosts')
  if (hosts === undefined) return []
  if (!isolated) {
    return [
      {
        path: ['topology', 'hosts'],
        part: 'key',
        message: 'topology.hosts is there, but the tiers all run on this host',
        wanted: '`isolation: netns` beside it, which gives each tier a host of its own',
      },
    ]
  }
  if (!isMapping(hosts)) return []
  return Object.keys(hosts)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = suggest(name, known)
      return {
        path: ['topology', 'hosts', name],
        part: 'key',
        message: `There is no host \`${name}\``,
        wanted: `one of ${known.join(', ')}`,
        hint: near && `did you mean \`${near}\`?`,
      }
    })
}

/** A namespace has no way out of the run. */
function checkReach(file: PlainMapping, topology: PlainMapping, tiers: readonly string[]): readonly PathMistake[] {
  const places = [['target'], ...tiers.map((tier) => ['topology', tier, 'upstream'])]
  return places.flatMap((path): PathMistake[] => {
    const [root = '', tier = '', key = ''] = path
    const value = root === 'target' ? childOf(file, root) : childOf(childOf(topology, tier), key)
    if (typeof value !== 'string' || !looksLikeUrl(value)) return []
    return [
      {
        path,
        part: 'value',
        message: `${path.join('.')} cannot be a URL where tiers have network namespaces of their own: no way leads there`,
        wanted: 'the name of a tier, or no `isolation`',
      },
    ]
  })
}

function checkTiers(topology: PlainMapping, tiers: readonly string[]): readonly PathMistake[] {
  return tiers.flatMap((tier): PathMistake[] => [
    ...(tier === loadGenerator
      ? [
          {
            path: ['topology', tier],
            part: 'key' as const,
            message: `\`${tier}\` is the name of the load generator’s host`,
            wanted: 'another name for this tier',
          },
        ]
      : []),
    ...(childOf(childOf(topology, tier), 'host') !== undefined
      ? [
          {
            path: ['topology', tier, 'host'],
            part: 'key' as const,
            message: `topology.${tier}.host is there, but with \`isolation\` tiers get addresses of their own`,
            wanted: 'no `host`',
          },
        ]
      : []),
  ])
}
