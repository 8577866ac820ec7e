import type { ScriptManner } from '../plan/step.ts'
import { parseDurationMs } from '../units/duration.ts'

type Mapping = Readonly<Record<string, unknown>>

/** Options of k6's that say how iterations and their requests are made. */
export const mannerOptions = ['userAgent', 'minIterationDuration', 'throw'] as const

export function mannerOfOptions(given: Mapping): ScriptManner {
  return {
    userAgent: typeof given.userAgent === 'string' ? given.userAgent : undefined,
    minIterationMs: durationMs(given.minIterationDuration),
    throws: given.throw === true,
  }
}

export function problemsWithManner({ userAgent, minIterationDuration, throw: throws }: Mapping): readonly string[] {
  const problem = (key: string, value: unknown, wanted: string) =>
    `options.${key} cannot be ${JSON.stringify(value)}: ${wanted} is wanted`
  return [
    ...(userAgent === undefined || typeof userAgent === 'string' ? [] : [problem('userAgent', userAgent, 'text')]),
    ...(minIterationDuration === undefined || durationMs(minIterationDuration) !== undefined
      ? []
      : [problem('minIterationDuration', minIterationDuration, "milliseconds, or text such as '2s',")]),
    ...(throws === undefined || typeof throws === 'boolean' ? [] : [problem('throw', throws, 'true or false')]),
  ]
}

function durationMs(given: unknown): number | undefined {
  if (typeof given === 'number') return given >= 0 ? given : undefined
  return typeof given === 'string' ? parseDurationMs(given) : undefined
}
