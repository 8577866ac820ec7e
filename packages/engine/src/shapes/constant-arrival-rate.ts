import type { Load } from '@loadrun/plan'
import type { Pacer } from './pacer.ts'
import { poissonArrivals } from './poisson-arrivals.ts'
import { RateCurve } from './rate-curve.ts'
import { uniformArrivals } from './uniform-arrivals.ts'

export function constantArrivalRate(load: Extract<Load, { executor: 'constant-arrival-rate' }>, seed: number): Pacer {
  const { ratePerSecond, durationMs } = load
  const curve = new RateCurve([{ fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond, durationMs }])
  return load.arrivals === 'poisson' ? poissonArrivals(curve, seed) : uniformArrivals(curve)
}
