import type { Load } from '@loadrun/plan'
import type { Pacer } from './pacer.ts'
import { poissonArrivals } from './poisson-arrivals.ts'
import { RateCurve, type RateSegment } from './rate-curve.ts'
import { uniformArrivals } from './uniform-arrivals.ts'

/** A stage without duration moves the rate at once. */
export function rampingArrivalRate(load: Extract<Load, { executor: 'ramping-arrival-rate' }>, seed: number): Pacer {
  let fromPerSecond = load.startRatePerSecond
  const segments = load.stages.map(({ targetPerSecond, durationMs }): RateSegment => {
    const segment = { fromPerSecond, toPerSecond: targetPerSecond, durationMs }
    fromPerSecond = targetPerSecond
    return segment
  })
  const curve = new RateCurve(segments)
  return load.arrivals === 'poisson' ? poissonArrivals(curve, seed) : uniformArrivals(curve)
}
