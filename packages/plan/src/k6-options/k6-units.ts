import { parseDurationMs } from '../units/duration.ts'

/** k6 takes a duration as text or as milliseconds; what is neither stays as it is, to be told. */
export function k6DurationText(given: unknown): unknown {
  return typeof given === 'number' ? `${given}ms` : given
}

/** k6 says so many in each `timeUnit`, a second where it is not given. */
export function ratePerSecondText(given: unknown, timeUnit: unknown): unknown {
  if (typeof given !== 'number' || timeUnit === undefined) return given
  const unitMs = typeof timeUnit === 'number' ? timeUnit : parseDurationMs(String(timeUnit))
  return unitMs === undefined || unitMs === 0 ? `${given}/${String(timeUnit)}` : (given * 1000) / unitMs
}
