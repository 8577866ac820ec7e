import { type Load, loadDurationMs } from '@loadrun/plan'
import { constantArrivalRate } from './constant-arrival-rate.ts'
import { constantVus } from './constant-vus.ts'
import type { Pacer } from './pacer.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import type { Quota } from './quota.ts'
import { rampingArrivalRate } from './ramping-arrival-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { recordedArrivalTimes } from './recorded-arrival-times.ts'
import { sharedIterations } from './shared-iterations.ts'
import type { Staffing } from './staffing.ts'
import { staircaseArrivalRate } from './staircase-arrival-rate.ts'

/** What a load asks for over time, free of how it is carried out. */
export type Shape =
  | { readonly model: 'open'; readonly pacer: Pacer; readonly maxUsers: number; readonly endMs: number }
  | { readonly model: 'closed'; readonly staffing: Staffing; readonly gracefulRampDownMs: number }
  | { readonly model: 'counted'; readonly quota: Quota; readonly endMs: number }

const nothingRecorded: Float64Array = new Float64Array(0)

/** `seed` decides the arrivals of a Poisson process; `recordedMs` are those of a load that replays a recording. */
export function shapeOf(load: Load, seed: number, recordedMs = nothingRecorded): Shape {
  switch (load.executor) {
    case 'constant-arrival-rate': {
      const { maxVUs, durationMs } = load
      return { model: 'open', pacer: constantArrivalRate(load, seed), maxUsers: maxVUs, endMs: durationMs }
    }
    case 'ramping-arrival-rate': {
      return {
        model: 'open',
        pacer: rampingArrivalRate(load, seed),
        maxUsers: load.maxVUs,
        endMs: loadDurationMs(load),
      }
    }
    case 'staircase-arrival-rate': {
      const pacer = staircaseArrivalRate(load, seed)
      return { model: 'open', pacer, maxUsers: load.maxVUs, endMs: loadDurationMs(load) }
    }
    case 'recorded-arrival-times': {
      const { maxVUs, durationMs } = load
      return { model: 'open', pacer: recordedArrivalTimes(recordedMs), maxUsers: maxVUs, endMs: durationMs }
    }
    case 'shared-iterations':
      return { model: 'counted', quota: sharedIterations(load), endMs: load.maxDurationMs }
    case 'per-vu-iterations':
      return { model: 'counted', quota: perVuIterations(load), endMs: load.maxDurationMs }
    case 'constant-vus':
      return { model: 'closed', staffing: constantVus(load), gracefulRampDownMs: 0 }
    case 'ramping-vus':
      return { model: 'closed', staffing: rampingVus(load), gracefulRampDownMs: load.gracefulRampDownMs }
  }
}
