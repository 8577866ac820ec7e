import { createRandom, deriveSeed, drawExponential } from '@loadrun/random'
import type { Pacer } from './pacer.ts'
import type { RateCurve } from './rate-curve.ts'

/** Gaps drawn from one seed. */
const blockLength = 1024

/**
 * As independent visitors come: a Poisson process whose rate follows the curve. Arrivals of a process of rate 1 are
 * mapped through the inverse of the curve's area (Çinlar, Introduction to Stochastic Processes, 1975, section 4.7).
 *
 * Gaps come in blocks with seeds of their own, so that any arrival can be found without keeping all that are before
 * it: a block's start is the sum of the blocks before, and only the block used last is kept.
 */
export function poissonArrivals(curve: RateCurve, seed: number): Pacer {
  const startOfBlock = [0]
  let kept = { block: -1, times: new Float64Array(0) }

  function timesOf(block: number): Float64Array {
    if (kept.block === block) return kept.times
    const random = createRandom(deriveSeed(seed, `block ${block}`))
    let time = startOf(block)
    const times = Float64Array.from({ length: blockLength }, () => {
      time += drawExponential(random)
      return time
    })
    startOfBlock[block + 1] = time
    kept = { block, times }
    return times
  }

  function startOf(block: number): number {
    for (let known = startOfBlock.length - 1; known < block; known++) timesOf(known)
    return startOfBlock[block] ?? 0
  }

  return {
    dueMs: (index) => {
      const time = timesOf(Math.floor(index / blockLength))[index % blockLength]
      return time === undefined ? undefined : curve.timeMs(time)
    },
  }
}
