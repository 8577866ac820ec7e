import { createLocator, type Located } from './locate.ts'
import type { Path } from './path.ts'
import type { PlacedMistake } from './place.ts'
import type { PlainValue } from './plain-value.ts'
import { toPlainValue } from './to-plain-value.ts'
import { parseNodes, resolveAliases } from './yaml.ts'

/** A YAML text that could be read: its values, and where in the text each of them is. */
export interface ScenarioDocument {
  readonly value: PlainValue
  /** How many values that holds, lists and mappings counted too. */
  readonly values: number
  /** Parts that `value` lacks or that could not be understood, such as keys given twice. */
  readonly mistakes: readonly PlacedMistake[]
  /** Where the value at `path` is, or its key; where there is none, the deepest key on the way to it. */
  locate(path: Path, part: 'key' | 'value'): Located
}

/** A text that is no YAML. */
export interface UnreadableDocument {
  readonly value: undefined
  readonly mistakes: readonly PlacedMistake[]
}

/** The document; only mistakes, where the text is not YAML. An empty text is `null`. */
export function readDocument(text: string): ScenarioDocument | UnreadableDocument {
  const nodes = parseNodes(text)
  if ('syntaxMistakes' in nodes) {
    const mistakes = nodes.syntaxMistakes.map(
      ({ offset, length, ...mistake }): PlacedMistake => ({
        ...mistake,
        path: '',
        place: { kind: 'text', offset, length },
      }),
    )
    return { value: undefined, mistakes }
  }
  const { root } = nodes
  if (root === undefined)
    return { value: null, values: 1, mistakes: [], locate: () => ({ offset: 0, length: 1, depth: 0 }) }

  const aliases = resolveAliases(root)
  const { value, values, mistakes } = toPlainValue(root, aliases, text)
  if (value === undefined) return { value, mistakes }
  return { value, values, mistakes, locate: createLocator(root, aliases) }
}
