/** The keys and list positions that lead from a document's root to a value. */
export type Path = readonly (string | number)[]

/** As users write paths for `--set` and in variants: `scenarios.clients.steps.0.get`. */
export function pathText(path: Path): string {
  return path.join('.')
}

export function parsePath(text: string): readonly string[] {
  return text.trim().split('.')
}

/** How many keys both paths have in common from the root on. */
export function commonLength(a: Path, b: Path): number {
  let length = 0
  while (length < a.length && length < b.length && String(a[length]) === String(b[length])) length++
  return length
}
