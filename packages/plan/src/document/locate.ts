import { keyText } from './key-text.ts'
import type { Path } from './path.ts'
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from './yaml.ts'

export interface Located {
  readonly offset: number
  /** At least 1. */
  readonly length: number
  /** How many keys of the path exist. */
  readonly depth: number
}

type Step = Readonly<{ key: unknown; value: unknown }>

/** Where in the text a path leads. Through an alias, it leads to where its anchor is. */
export function locate(root: Node, aliases: ReadonlyMap<Alias, Node>, path: Path, part: 'key' | 'value'): Located {
  const steps: Step[] = [{ key: undefined, value: root }]
  for (const name of path) {
    const next = stepInto(steps.at(-1)?.value, name, aliases)
    if (next === undefined) break
    steps.push(next)
  }
  const depth = steps.length - 1
  const last = steps.at(-1) ?? { key: undefined, value: root }
  const wantsValue = part === 'value' && depth === path.length
  const range =
    (wantsValue ? valueRange(last.value) : undefined) ?? rangeOf(last.key) ?? rangeOf(last.value) ?? startOf(root)
  return { ...range, depth }
}

function stepInto(parent: unknown, name: string | number, aliases: ReadonlyMap<Alias, Node>): Step | undefined {
  const node = isAlias(parent) ? aliases.get(parent) : parent
  if (isSeq(node)) {
    const value = node.items[Number(name)]
    return value === undefined ? undefined : { key: undefined, value }
  }
  if (!isMap(node)) return undefined
  return node.items.find((pair) => keyText(pair.key, aliases) === String(name))
}

/** Of values that lie on one line and can be pointed at as a whole; the keys of others say better where they are. */
function valueRange(value: unknown): Range | undefined {
  if ((isMap(value) || isSeq(value)) && value.flow !== true) return undefined
  if (isScalar(value) && (value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED')) return undefined
  const range = rangeOf(value)
  return range !== undefined && range.length > 0 ? range : undefined
}

type Range = Readonly<{ offset: number; length: number }>

function rangeOf(value: unknown): Range | undefined {
  if (!isMap(value) && !isSeq(value) && !isScalar(value) && !isAlias(value)) return undefined
  if (!value.range) return undefined
  const [offset, end] = value.range
  // A whole block would be underlined to the end of its first line, which says no more than its first character.
  const block = (isMap(value) || isSeq(value)) && value.flow !== true
  return { offset, length: block ? 1 : Math.max(1, end - offset) }
}

function startOf(root: Node): Range {
  return { offset: root.range?.[0] ?? 0, length: 1 }
}
