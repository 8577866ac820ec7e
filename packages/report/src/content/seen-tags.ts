import { hasTags, type Metrics } from '@loadrun/metrics'
import type { Tags, Threshold } from '@loadrun/plan'

/** As many as a reader looks through for the one that was meant. */
const mostShown = 20

/**
 * A sentence on the tags that scripts did give, where thresholds had no data since nothing had theirs: other values of
 * the same names, or all tags where there are none. `undefined` where it would explain nothing.
 */
export function seenTagsText(withoutData: readonly Threshold[], total: Metrics): string | undefined {
  const pairs = new Set(withoutData.flatMap((threshold) => pairsFor(threshold, total)))
  if (pairs.size === 0) return undefined
  const shown = [...pairs].sort().slice(0, mostShown)
  return `Tags that scripts gave: ${shown.join(', ')}${pairs.size > mostShown ? ', …' : ''}.`
}

function pairsFor({ selector: { tags: wanted }, own }: Threshold, total: Metrics): readonly string[] {
  if (wanted === undefined) return []
  const seen = own === undefined ? tagsOfRequests(total) : tagsOfMetric(own.name, total)
  if (seen.some((tags) => hasTags(tags, wanted))) return []
  // A scenario is no tag that a script gives, though values of its metrics carry it as one.
  const pairs = seen.flatMap((tags) => Object.entries(tags)).filter(([name]) => name !== 'scenario')
  const near = pairs.filter(([name]) => name in wanted)
  return (near.length > 0 ? near : pairs).map(([name, value]) => `${name}:${value}`)
}

/** Tags of a check and of the request that it is counted with hold for it alike. */
function tagsOfRequests({ requests }: Metrics): readonly Tags[] {
  return Object.values(requests).flatMap(({ tagged, checks }) => [
    tagged?.tags ?? {},
    ...Object.values(checks).map((check) => ({ ...tagged?.tags, ...check.tagged?.tags })),
  ])
}

function tagsOfMetric(metric: string, { custom = {} }: Metrics): readonly Tags[] {
  return Object.values(custom).flatMap(({ tagged }) => (tagged?.name === metric ? [tagged.tags] : []))
}
