import type { commandHoles } from '@loadrun/plan'

/** What each `{{ … }}` of a command's texts stands for; `undefined` for what this one has not. */
export type Holes = Readonly<Record<(typeof commandHoles)[number], string | undefined>>

/** A text with its holes filled. */
export function fillHoles(text: string, holes: Holes): string {
  const known: Readonly<Record<string, string | undefined>> = holes
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (hole, name: string) => known[name] ?? hole)
}
