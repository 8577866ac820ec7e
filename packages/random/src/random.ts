import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Draws a number from 0 (included) to 1 (excluded). The same seed gives the same numbers. */
export type Random = () => number

/**
 * `seed` is any integer; its low 32 bits count. Small seeds begin alike (the first draw of 1, 2 and 3 is nearly 1), so
 * seeds that people choose go through {@link deriveSeed}.
 */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0)
  return () => uniformFloat64(generator)
}

/**
 * A seed for one use of chance, so that two uses of one plan's seed are independent of each other.
 * FNV-1a over the seed and the label (http://www.isthe.com/chongo/tech/comp/fnv/).
 */
export function deriveSeed(seed: number, label: string): number {
  let hash = 0x811c9dc5
  for (const character of `${seed}/${label}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash | 0
}
