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

function usersOf({ startMs, endMs, from, to }: Ramp, elapsedMs: number): number {
  return Math.round(from + (to - from) * ((elapsedMs - startMs) / (endMs - startMs)))
}

/** The number steps where the line passes a half; after the last of them, the ramp's end is next. */
function nextStepMs(ramp: Ramp, elapsedMs: number): number {
  const { startMs, endMs, from, to } = ramp
  const direction = Math.sign(to - from)
  if (direction === 0) return endMs
  const perUserMs = (endMs - startMs) / Math.abs(to - from)
  const stepMs = (step: number) => startMs + (step - 0.5) * perUserMs
  let step = Math.max(1, Math.floor((elapsedMs - startMs) / perUserMs + 0.5))
  while (stepMs(step) <= elapsedMs) step++
  return Math.min(stepMs(step), endMs)
}
