import type { Load, RecordedLoad } from '@loadrun/plan'
import { drawExponential, type Random } from '@loadrun/random'

type ConstantLoad = Extract<Load, { executor: 'constant-arrival-rate' }>
export type SimulatedLoad = ConstantLoad | RecordedLoad

/** Loads whose arrivals a simulation knows. */
export function isSimulated(load: Load): load is SimulatedLoad {
  return load.executor === 'constant-arrival-rate' || load.executor === 'recorded-arrival-times'
}

/** When arrivals are due, in order: milliseconds of the load. */
export function simulatedArrivals(load: SimulatedLoad, random: Random): Generator<number> {
  return load.executor === 'constant-arrival-rate' ? constantArrivals(load, random) : recordedArrivals(load, random)
}

function* constantArrivals({ ratePerSecond, durationMs, arrivals }: ConstantLoad, random: Random): Generator<number> {
  for (let atMs = 0; ; ) {
    atMs += (1000 / ratePerSecond) * (arrivals === 'poisson' ? drawExponential(random) : 1)
    if (atMs >= durationMs) return
    yield atMs
  }
}

/** A plan knows how many are due in each stretch; when within it is drawn, unless they are spread evenly. */
function* recordedArrivals({ planned, durationMs, arrivals }: RecordedLoad, random: Random): Generator<number> {
  const { everyMs, counts } = planned
  for (const [stretch, count] of counts.entries()) {
    const fromMs = stretch * everyMs
    const lengthMs = Math.min(everyMs, durationMs - fromMs)
    const places = Array.from({ length: count }, (_, index) => (arrivals === 'uniform' ? index / count : random()))
    for (const place of places.sort((one, other) => one - other)) yield fromMs + place * lengthMs
  }
}
