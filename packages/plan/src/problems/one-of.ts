/** As many names as a reader can still take in. */
const mostNames = 50

/** What is wanted where one of some names is. */
export function oneOf(names: Iterable<string>): string {
  const shown: string[] = []
  for (const name of names) {
    if (shown.length === mostNames) return `one of ${shown.join(', ')}, …`
    shown.push(name)
  }
  return `one of ${shown.join(', ')}`
}
