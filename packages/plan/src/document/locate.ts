import { keyText } from './key-text.ts'
import type { Path } from './path.ts'
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from './yaml.ts'

export interface Located {
  /** `undefined`: the file that was asked for; else one that it extends. */
  readonly file?: string | undefined
  readonly offset: number
  /** At least 1. */
  readonly length: number
  /** How many keys of the path exist. */
  readonly depth: number
}

type Step = Readonly<{ key: unknown; value: unknown }>

/** Finds where in the text a path leads. Through an alias, it leads to where its anchor is. */
export function createLocator(
  root: Node,
  aliases: ReadonlyMap<Alias, Node>,
): (path: Path, part: 'key' | 'value') => Located {
  const stepsInto = indexSteps(aliases)
  return (path, part) => {
    let last: Step = { key: undefined, value: root }
    let depth = 0
    for (const name of path) {
      const next = stepsInto(last.value).get(String(name))
      if (next === undefined) break
      last = next
      depth++
    }
    const wantsValue = part === 'value' && depth === path.length
    const range = (wantsValue ? valueRange(last.value) : undefined) ?? rangeOf(last.key) ?? rangeOf(last.value)
    return { ...(range ?? { offset: root.range?.[0] ?? 0, length: 1 }), depth }
  }
}

/** Keeps what it found, for as many mistakes in one mapping as it has keys. */
function indexSteps(aliases: ReadonlyMap<Alias, Node>): (parent: unknown) => ReadonlyMap<string, Step> {
  const indexed = new Map<unknown, ReadonlyMap<string, Step>>()
  return (parent) => {
    const node = isAlias(parent) ? aliases.get(parent) : parent
    const steps = indexed.get(node) ?? new Map(stepsOf(node, aliases))
    indexed.set(node, steps)
    return steps
  }
}

function stepsOf(node: unknown, aliases: ReadonlyMap<Alias, Node>): readonly (readonly [string, Step])[] {
  if (isSeq(node)) return node.items.map((value, index) => [String(index), { key: undefined, value }])
  if (!isMap(node)) return []
  // Of a key given twice the first counts, so it has to come last.
  return node.items.map((pair) => [keyText(pair.key, aliases) ?? '', pair] as const).toReversed()
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
