import type { Measured } from '@loadrun/metrics'
import type { Threshold } from '@loadrun/plan'
import { observe, observeUntil } from './observe.ts'
import { holds } from './verdicts.ts'

/** A threshold that the run broke, and when. */
export interface BrokenSince {
  readonly threshold: Threshold
  /** The end of a second by which it was broken, when it had held a second before; in milliseconds of the load. */
  readonly atMs: number
}

/**
 * When each broken threshold broke, judged by what had been measured until then. One that held again for a while, as a
 * share may, broke more than once: then this is one of those moments, found by halving.
 */
export function brokenSince(measured: Measured): readonly BrokenSince[] {
  const seconds = measured.intervals.map(({ toMs }) => toMs)
  return measured.plan.thresholds
    .filter((threshold) => isBroken(observe(threshold, measured), threshold))
    .flatMap((threshold) => {
      let held = -1
      let broken = seconds.length - 1
      while (broken - held > 1) {
        const middle = Math.floor((held + broken) / 2)
        if (isBroken(observeUntil(seconds[middle] ?? 0, threshold, measured), threshold)) broken = middle
        else held = middle
      }
      const atMs = seconds[broken]
      return atMs === undefined ? [] : [{ threshold, atMs }]
    })
}

/** Without data a threshold is not broken yet. */
function isBroken(observed: number | undefined, threshold: Threshold): boolean {
  return observed !== undefined && !holds(observed, threshold)
}
