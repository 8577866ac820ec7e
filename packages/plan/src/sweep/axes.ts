import { type PlainValue, showValue } from '../document/plain-value.ts'
import { parseDurationMs } from '../units/duration.ts'
import { parseRatePerSecond } from '../units/rate.ts'
import { parseBytes } from '../units/size.ts'
import type { SweepAxis } from './sweep-plan.ts'
import type { VaryArgument } from './vary-argument.ts'

export function axesOf(varied: readonly VaryArgument[]): readonly SweepAxis[] {
  const names = shortNames(varied.map(({ path }) => path))
  return varied.map(({ path, values }, place) => ({
    path: path.join('.'),
    name: names[place] ?? path.join('.'),
    values: values.map((value) => (typeof value === 'string' ? value : showValue(value))),
    positions: positionsOf(values),
  }))
}

/** As many keys from the end of each path as tell them all apart. */
function shortNames(paths: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(...paths.map((path) => path.length))
  for (let keys = 1; keys < longest; keys += 1) {
    const names = paths.map((path) => path.slice(-keys).join('.'))
    if (new Set(names).size === names.length) return names
  }
  return paths.map((path) => path.join('.'))
}

const textOnly = (parse: (text: string) => number | undefined) => (value: PlainValue) =>
  typeof value === 'string' ? parse(value) : undefined

const scales: readonly ((value: PlainValue) => number | undefined)[] = [
  (value) => (typeof value === 'number' || typeof value === 'string' ? parseRatePerSecond(value) : undefined),
  textOnly(parseDurationMs),
  textOnly(parseBytes),
]

function positionsOf(values: readonly PlainValue[]): readonly number[] | undefined {
  for (const scale of scales) {
    const positions = values.map(scale).filter((position) => position !== undefined)
    if (positions.length === values.length && new Set(positions).size === positions.length) return positions
  }
  return undefined
}
