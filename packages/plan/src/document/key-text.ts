import { type Alias, isAlias, isScalar, type Node } from './yaml.ts'

/** A mapping's key as text: `404:` is the key `404`. `undefined` where it is empty, a list or a mapping. */
export function keyText(key: unknown, aliases: ReadonlyMap<Alias, Node>): string | undefined {
  const node = isAlias(key) ? aliases.get(key) : key
  if (!isScalar(node) || node.value === null) return undefined
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}
