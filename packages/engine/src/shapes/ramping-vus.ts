import type { Load } from '@loadrun/plan'
import type { Staffing } from './staffing.ts'

interface Ramp {
  readonly startMs: number
  readonly endMs: number
  readonly from: number
  readonly to: number
}

/** Users follow straight lines, rounded to the nearest whole number. A stage without duration moves them at once. */
export function rampingVus(load: Extract<Load, { executor: 'ramping-vus' }>): Staffing {
  const ramps = rampsOf(load)
  const endMs = ramps.at(-1)?.endMs ?? 0
  const rampAt = (elapsedMs: number) => ramps.find((ramp) => elapsedMs < ramp.endMs)
  return {
    endMs,
    usersAt: (elapsedMs) => {
      const ramp = rampAt(elapsedMs)
      return ramp === undefined ? 0 : usersOf(ramp, elapsedMs)
    },
    nextChangeMs: (elapsedMs) => {
      const ramp = rampAt(elapsedMs)
      return ramp === undefined ? undefined : nextStepMs(ramp, elapsedMs)
    },
  }
}

function rampsOf(load: Extract<Load, { executor: 'ramping-vus' }>): readonly Ramp[] {
  let startMs = 0
  let from = load.startVUs
  return load.stages.map(({ targetVUs, durationMs }) => {
    const ramp = { startMs, endMs: startMs + durationMs, from, to: targetVUs }
    startMs = ramp.endMs
    from = targetVUs
    return ramp
  })
}

/** Rounding can put the moment of a step this share of a step before it. */
const rounding = 1e-9

/** The number steps by one where the line passes a half. */
function usersOf(ramp: Ramp, elapsedMs: number): number {
  return ramp.from + Math.sign(ramp.to - ramp.from) * stepsBefore(ramp, elapsedMs)
}

/** The next step; after the last of them, the ramp's end. */
function nextStepMs(ramp: Ramp, elapsedMs: number): number {
  const { startMs, endMs, from, to } = ramp
  if (from === to) return endMs
  return Math.min(startMs + (stepsBefore(ramp, elapsedMs) + 0.5) * stepMs(ramp), endMs)
}

function stepsBefore(ramp: Ramp, elapsedMs: number): number {
  if (ramp.from === ramp.to) return 0
  return Math.floor((elapsedMs - ramp.startMs) / stepMs(ramp) + 0.5 + rounding)
}

function stepMs({ startMs, endMs, from, to }: Ramp): number {
  return (endMs - startMs) / Math.abs(to - from)
}
