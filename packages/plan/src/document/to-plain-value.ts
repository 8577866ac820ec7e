import { keyText } from './key-text.ts'
import { createLineIndex, type LineIndex } from './line-index.ts'
import { type Path, pathText } from './path.ts'
import type { Mistake, PlacedMistake } from './place.ts'
import type { PlainValue } from './plain-value.ts'
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from './yaml.ts'

/** With aliases written out. A file an author writes has some hundreds. */
const mostValues = 100_000

/** Aliases within aliases can be deeper than any text; what reads the values afterwards recurses. */
const deepestValue = 100

const notAKey: Mistake = { message: 'A key must be text', wanted: 'a name, such as `rate`' }

interface Reading {
  readonly aliases: ReadonlyMap<Alias, Node>
  readonly text: string
  readonly lineIndex: LineIndex
  readonly mistakes: PlacedMistake[]
  values: number
  isTooDeep: boolean
}

/** The values of nodes and their number, aliases written out (`undefined`: too many), and what JSON cannot say of them. */
export function toPlainValue(
  root: Node,
  aliases: ReadonlyMap<Alias, Node>,
  text: string,
): { value: PlainValue | undefined; values: number; mistakes: readonly PlacedMistake[] } {
  const reading: Reading = {
    aliases,
    text,
    lineIndex: createLineIndex(text),
    mistakes: [],
    values: 0,
    isTooDeep: false,
  }
  const value = read(root, [], [], reading)
  const { values, mistakes, isTooDeep } = reading
  return { value: values > mostValues || isTooDeep ? undefined : value, values, mistakes }
}

function read(node: unknown, path: Path, parents: readonly unknown[], reading: Reading): PlainValue {
  if (reading.values > mostValues || reading.isTooDeep) return null
  reading.values++
  if (reading.values > mostValues) {
    report(reading, path, node, {
      message: `The file holds more than ${mostValues} values once its aliases are written out`,
    })
    return null
  }
  if (parents.length > deepestValue) {
    reading.isTooDeep = true
    report(reading, path, node, { message: 'Nested too deeply once aliases are written out' })
    return null
  }
  if (isAlias(node)) return readAlias(node, path, parents, reading)
  if (isSeq(node)) return node.items.map((item, index) => read(item, [...path, index], [...parents, node], reading))
  if (isMap(node)) return readMapping(node, path, [...parents, node], reading)
  if (isScalar(node)) return readScalar(node, path, reading)
  return null
}

function readAlias(alias: Alias, path: Path, parents: readonly unknown[], reading: Reading): PlainValue {
  const node = reading.aliases.get(alias)
  if (node === undefined || parents.includes(node)) {
    const message =
      node === undefined ? `No anchor \`&${alias.source}\` stands before this` : `\`*${alias.source}\` holds itself`
    report(reading, path, alias, { message })
    return null
  }
  return read(node, path, parents, reading)
}

function readScalar(node: { value: unknown }, path: Path, reading: Reading): PlainValue {
  const { value } = node
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  report(reading, path, node, {
    message: `\`${String(value)}\` is not a number that can be used`,
    wanted: 'a finite number',
  })
  return null
}

function readMapping(
  node: { items: readonly { key: unknown; value: unknown }[] },
  path: Path,
  parents: readonly unknown[],
  reading: Reading,
): PlainValue {
  const result: Record<string, PlainValue> = {}
  const keys = new Map<string, unknown>()
  for (const { key, value } of node.items) {
    if (isMap(key) && key.flow === true) {
      reportUnquoted(reading, path, key)
      continue
    }
    const name = keyText(key, reading.aliases)
    const mistake = name === undefined ? notAKey : mistakeInKey(name, keys.get(name), reading)
    if (name === undefined || mistake !== undefined) {
      report(reading, [...path, name ?? '?'], key ?? value ?? node, mistake ?? notAKey)
      continue
    }
    keys.set(name, key)
    result[name] = read(value, [...path, name], parents, reading)
  }
  return result
}

/** To YAML, an expression without quotes is a mapping whose key is a mapping. */
function reportUnquoted(reading: Reading, path: Path, key: YAMLMap): void {
  const [from = 0, to = 0] = key.range ?? []
  report(reading, path, key, {
    message: 'An expression needs quotes',
    wanted: `'{${reading.text.slice(from, to)}}'`,
  })
}

function mistakeInKey(name: string, earlier: unknown, reading: Reading): Mistake | undefined {
  if (name === '<<') {
    return { message: 'Merge keys (`<<`) are not read', hint: 'write the keys out, or use an alias for a whole value' }
  }
  if (name === '__proto__') return { message: '`__proto__` cannot be a name' }
  if (earlier !== undefined)
    return {
      message: `\`${name}\` is given twice`,
      hint: `it stands in line ${reading.lineIndex(offsetOf(earlier)).line} already`,
    }
  return undefined
}

function offsetOf(node: unknown): number {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}

function report(reading: Reading, path: Path, node: unknown, mistake: Mistake): void {
  const offset = offsetOf(node)
  const end = isScalar(node) || isAlias(node) ? (node.range?.[1] ?? offset) : offset
  const place = { kind: 'text', offset, length: Math.max(1, end - offset) } as const
  reading.mistakes.push({ ...mistake, place, path: pathText(path) })
}
