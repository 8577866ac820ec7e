import { childOf, type PlainMapping } from '../document/plain-value.ts'

/** The parts of a file that steps stand in, under their keys. */
export function placesOfSteps(file: PlainMapping): PlainMapping {
  return Object.fromEntries(['before', 'scenarios', 'after'].map((key) => [key, childOf(file, key) ?? null]))
}
