import { type Tags, tagNames, takenTags } from '@loadrun/plan'
import type { Marks } from '@loadrun/script'

const known = new Set<string>()

/** Throws where thresholds could not name one of the tags, or would mean something else by it. */
export function checkTagNames(tags: Tags | undefined): void {
  for (const name in tags) {
    if (known.has(name)) continue
    if (!tagNames.test(name) || takenTags.has(name)) {
      const wanted = `letters, digits and _ that start with a letter, and none of ${[...takenTags].join(', ')}`
      throw new TypeError(`A tag cannot be called '${name}': wanted are ${wanted}`)
    }
    known.add(name)
  }
}

/** All tags that hold: those around a script, the group that it is in, and its own; `undefined` where there are none. */
export function allTags(around: Tags, { group, tags }: Marks): Tags | undefined {
  if (tags === undefined && group === '' && Object.keys(around).length === 0) return undefined
  const innermost = group === '' ? undefined : group.split(' / ').at(-2)
  const all = { ...around, ...(innermost !== undefined && { group: innermost }), ...tags }
  return all
}
