import type { Load } from '@loadrun/plan'
import type { Pacer } from './pacer.ts'
import { poissonArrivals } from './poisson-arrivals.ts'
import { RateCurve, type RateSegment } from './rate-curve.ts'
import { uniformArrivals } from './uniform-arrivals.ts'

export function staircaseArrivalRate(load: Extract<Load, { executor: 'staircase-arrival-rate' }>, seed: number): Pacer {
  const segments = Array.from({ length: load.levels }, (_, level): RateSegment => {
    const ratePerSecond = load.startRatePerSecond + level * load.increasePerSecond
    return { fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond, durationMs: load.levelDurationMs }
  })
  const curve = new RateCurve(segments)
  return load.arrivals === 'poisson' ? poissonArrivals(curve, seed) : uniformArrivals(curve)
}
