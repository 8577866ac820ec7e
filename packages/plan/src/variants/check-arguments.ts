import type { PlacedMistake } from '../document/place.ts'
import { suggest } from '../problems/suggestion.ts'
import { mostWorkers } from '../schema/scenario-file.ts'
import type { AskedVariant } from './read-variants.ts'

/** Whether the variant and the number of workers that the command line asks for can be had. */
export function checkArguments(
  given: { readonly variant?: string; readonly workers?: number },
  variants: readonly AskedVariant[],
): readonly PlacedMistake[] {
  return [...checkVariantName(given.variant, variants), ...checkWorkers(given.workers)]
}

function checkVariantName(name: string | undefined, variants: readonly AskedVariant[]): readonly PlacedMistake[] {
  const names = variants.map(({ variant }) => variant.name)
  if (name === undefined || names.includes(name)) return []
  const near = suggest(name, names)
  return [
    {
      path: 'variants',
      place: { kind: 'argument', argument: `--variant ${name}` },
      message: `The file has no variant \`${name}\``,
      wanted: `one of ${names.join(', ')}`,
      hint: near && `did you mean \`${near}\`?`,
    },
  ]
}

function checkWorkers(workers: number | undefined): readonly PlacedMistake[] {
  if (workers === undefined || (Number.isInteger(workers) && workers >= 1 && workers <= mostWorkers)) return []
  return [
    {
      path: 'workers',
      place: { kind: 'argument', argument: `--workers ${workers}` },
      message: `workers cannot be ${workers}`,
      wanted: `a whole number from 1 to ${mostWorkers}`,
    },
  ]
}
