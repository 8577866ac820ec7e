import type { Random } from './random.ts'

/** A distribution of durations in milliseconds. Draws below zero count as zero. */
export type Distribution =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly lowMs: number; readonly highMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'normal'; readonly meanMs: number; readonly deviationMs: number }
  /** `sigma` is the standard deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  | { readonly kind: 'mixture'; readonly parts: readonly MixturePart[] }

/** Drawn in the proportion of its weight to the sum of all weights. */
export interface MixturePart {
  readonly weight: number
  readonly of: Distribution
}

export function drawMs(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.ms
    case 'uniform':
      return distribution.lowMs + random() * (distribution.highMs - distribution.lowMs)
    case 'exponential':
      return drawExponential(random) * distribution.meanMs
    case 'normal':
      return Math.max(0, distribution.meanMs + drawNormal(random) * distribution.deviationMs)
    case 'lognormal':
      return distribution.medianMs * Math.exp(drawNormal(random) * distribution.sigma)
    case 'mixture':
      return drawMs(drawPart(distribution.parts, random), random)
  }
}

/** The mean of the draws; for `normal`, of the distribution before draws below zero are raised to it. */
export function meanMs(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.ms
    case 'uniform':
      return (distribution.lowMs + distribution.highMs) / 2
    case 'exponential':
    case 'normal':
      return distribution.meanMs
    case 'lognormal':
      return distribution.medianMs * Math.exp(distribution.sigma ** 2 / 2)
    case 'mixture': {
      const total = totalWeight(distribution.parts)
      return distribution.parts.reduce((sum, part) => sum + (part.weight / total) * meanMs(part.of), 0)
    }
  }
}

/** A draw from the exponential distribution with mean 1: the gap between arrivals of a Poisson process of rate 1. */
export function drawExponential(random: Random): number {
  return -Math.log(1 - random())
}

/** A draw from the standard normal distribution, by Box and Muller's transform (https://doi.org/10.1214/aoms/1177706645). */
function drawNormal(random: Random): number {
  return Math.sqrt(2 * drawExponential(random)) * Math.cos(2 * Math.PI * random())
}

function drawPart(parts: readonly MixturePart[], random: Random): Distribution {
  let left = random() * totalWeight(parts)
  let drawn: MixturePart | undefined
  for (const part of parts) {
    drawn = part
    left -= part.weight
    if (left < 0) break
  }
  if (drawn === undefined) throw new RangeError('Cannot draw from a mixture without parts')
  return drawn.of
}

function totalWeight(parts: readonly MixturePart[]): number {
  return parts.reduce((sum, part) => sum + part.weight, 0)
}
