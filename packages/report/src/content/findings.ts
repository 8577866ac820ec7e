import type { Finding } from '@loadrun/metrics'
import { nameAsWords } from '../wording/name.ts'
import type { Unit } from '../wording/quantity.ts'
import type { Figure, FindingContent } from './content.ts'

/** A finding with its figures named in words and given the units that their names end in. */
export function findingContent({ id, sentence, figures }: Finding): FindingContent {
  return { id, sentence, figures: Object.entries(figures).map(([name, value]) => figureOf(name, value)) }
}

const units: readonly (readonly [RegExp, Unit])[] = [
  [/Ms$/, 'ms'],
  [/PerSecond$/, 'perSecond'],
  [/[sS]hare/, 'share'],
  [/Bytes$/, 'bytes'],
]

function figureOf(name: string, value: number): Figure {
  const [ending, unit] = units.find(([pattern]) => pattern.test(name)) ?? [undefined, 'count' as const]
  const bare = unit === 'ms' || unit === 'perSecond' ? name.replace(ending ?? '', '') : name
  return { label: nameAsWords(bare === '' ? name : bare), value, unit }
}
