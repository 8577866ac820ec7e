import type { Speaker } from '../user.ts'

/** Names to values that thresholds can name: `http_req_duration{page:item}`. `name` names the request itself. */
export type GivenTags = Readonly<Record<string, string | number | boolean | null | undefined>>

/** What tells requests, checks and values of metrics apart, beside their names. */
export interface Marks {
  /** All groups that it is in, as `shop / checkout / `; empty: none. */
  readonly group: string
  /** Of its own and of its user (`exec.vu.metrics.tags`); `undefined`: none. */
  readonly tags: Readonly<Record<string, string>> | undefined
}

/** Longer values are cut off. */
const longestValue = 100

/** Those given, with those that the user keeps. A tag without a value is none. */
export function marksOf({ user, group }: Speaker, given: GivenTags | undefined): Marks {
  const kept = user.facts.tags
  if (given === undefined && Object.keys(kept).length === 0) return { group, tags: undefined }
  const all = { ...kept, ...given }
  const pairs = Object.entries(all).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'object' && value !== null) {
      throw new TypeError(`The tag '${name}' cannot be a list or a mapping: text, a number or a boolean is wanted`)
    }
    const text = String(value ?? '').slice(0, longestValue)
    return name === 'name' || text === '' ? [] : [[name, text]]
  })
  return { group, tags: pairs.length === 0 ? undefined : Object.fromEntries(pairs) }
}
