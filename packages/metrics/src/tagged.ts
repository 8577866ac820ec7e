import type { Tags } from '@loadrun/plan'

/** What a script told apart by tags: what it is called without them, and all tags that hold for it. */
export interface Tagged {
  readonly name: string
  readonly tags: Tags
}

/** `{page:item, type:a}`, in the order of their letters. */
export function tagsText(tags: Tags): string {
  const pairs = Object.entries(tags).map(([name, value]) => `${name}:${value}`)
  return `{${pairs.sort().join(', ')}}`
}

/** Whether all of the wanted tags are there, each with the wanted value. */
export function hasTags(tags: Tags | undefined, wanted: Tags): boolean {
  return Object.entries(wanted).every(([name, value]) => tags?.[name] === value)
}
