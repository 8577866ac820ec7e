import type { PlacedMistake } from '../document/place.ts'
import type { CheckedVariant } from './check-variant.ts'

/** The mistakes of all variants, each once. One that not all variants have says whose it is. */
export function joinMistakes(variants: readonly CheckedVariant[]): readonly PlacedMistake[] {
  const found = new Map<string, { mistake: PlacedMistake; variants: Set<string> }>()
  for (const { variant, mistakes } of variants) {
    for (const mistake of mistakes) {
      const identity = JSON.stringify([mistake.place, mistake.message, mistake.wanted])
      const known = found.get(identity) ?? { mistake, variants: new Set() }
      known.variants.add(variant.name)
      found.set(identity, known)
    }
  }
  return [...found.values()].map(({ mistake, variants: names }) =>
    names.size === variants.length
      ? mistake
      : { ...mistake, message: `${mistake.message} (variant ${[...names].join(', ')})` },
  )
}

/** Leaves out what only follows from a mistake in the text itself: what a merge key would have brought is missing, say. */
export function withoutConsequences(
  mistakes: readonly PlacedMistake[],
  ofText: readonly PlacedMistake[],
): readonly PlacedMistake[] {
  const unsure = ofText.map(({ path }) => path.replace(/(^|\.)<<$/, ''))
  return mistakes.filter(
    ({ path }) => !unsure.some((each) => each === '' || path === each || path.startsWith(`${each}.`)),
  )
}
