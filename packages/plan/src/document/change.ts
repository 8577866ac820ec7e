import { suggest } from '../problems/suggestion.ts'
import { type Path, pathText } from './path.ts'
import type { Mistake, Place } from './place.ts'
import { childOf, isMapping, type PlainMapping, type PlainValue, showValue } from './plain-value.ts'

/** One value put into a document from elsewhere: by `--set`, or by a variant. */
export interface Change {
  readonly path: readonly string[]
  readonly value: PlainValue
  /** Where the change was written, or the part of its value that `within` leads to. */
  placeOf(within: Path, part: 'key' | 'value'): Place
}

/** What changes are read from. */
const unchangeable = ['variants', 'environments', 'extends']

/** Below these the author gives the names, so a path to a name that is not there is a slip of the pen. */
const namedByAuthor = ['topology', 'scenarios']

/** The document with one value changed. Mappings that it lacks on the way are made; `mistakeInPath` says what cannot be. */
export function applyChange(root: PlainMapping, change: Change): PlainMapping {
  const changed = put(root, change.path, change.value)
  return isMapping(changed) ? changed : root
}

function put(parent: PlainValue | undefined, [key, ...rest]: readonly string[], value: PlainValue): PlainValue {
  if (key === undefined) return value
  const child = put(childOf(parent, key), rest, value)
  if (Array.isArray(parent)) return parent.with(Number(key), child)
  return { ...(isMapping(parent) ? parent : {}), [key]: child }
}

/** No key of a scenario lies deeper than some tens. */
const longestPath = 100

/** Why nothing can be put at a path. */
export function mistakeInPath(root: PlainMapping, path: readonly string[]): Mistake | undefined {
  if (path.includes('')) {
    return {
      message: `\`${pathText(path)}\` is not a path`,
      wanted: 'keys joined by dots, such as topology.server.concurrency',
    }
  }
  if (path.length > longestPath) {
    return { message: `The path has ${path.length} keys`, wanted: `at most ${longestPath} keys` }
  }
  if (path.includes('__proto__')) return { message: '`__proto__` cannot be a name' }
  if (unchangeable.includes(path[0] ?? ''))
    return { message: `${path[0]} cannot be changed`, wanted: 'a path to another part of the file' }

  let parent: PlainValue = root
  for (const [depth, key] of path.entries()) {
    const child = childOf(parent, key)
    const mistake = child === undefined ? mistakeInNewKey(parent, path, depth) : undefined
    if (child === undefined || child === null || mistake !== undefined) return mistake
    parent = child
  }
  return undefined
}

function mistakeInNewKey(parent: PlainValue, path: readonly string[], depth: number): Mistake | undefined {
  const before = pathText(path.slice(0, depth))
  const key = path[depth] ?? ''
  if (Array.isArray(parent)) {
    const wanted = parent.length === 0 ? undefined : `a position from 0 to ${parent.length - 1}`
    return { message: `${before} has no position \`${key}\``, wanted }
  }
  if (!isMapping(parent)) return { message: `${before} has no keys: it is ${showValue(parent)}` }

  const mustExist = depth === 1 && depth < path.length - 1 && namedByAuthor.includes(path[0] ?? '')
  if (!mustExist) return undefined
  const known = Object.keys(parent)
  const near = suggest(key, known)
  return {
    message: `${before} has no \`${key}\``,
    wanted: known.length === 0 ? undefined : `one of ${known.join(', ')}`,
    hint: near === undefined ? undefined : `did you mean \`${near}\`?`,
  }
}
