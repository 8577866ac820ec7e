import { basename } from 'node:path'
import { defaults } from '../defaults/defaults.ts'
import type { Plan, ScriptPlan } from '../plan/plan.ts'
import type { RunStep } from '../plan/step.ts'
import { parseDurationMs } from '../units/duration.ts'
import { mannerOfOptions } from './manner-of-options.ts'
import { scenarioOfOptions } from './scenario-of-options.ts'

/** What is known of a script that is a test of its own. */
export interface ScriptGiven {
  readonly path: string
  readonly options: unknown
  readonly functions: readonly string[]
}

/** The text of the scenario file that a script stands for. It is JSON, and so YAML. */
export function scriptScenario({ path, options }: ScriptGiven) {
  const { file, problems } = scenarioOfOptions(options, `./${basename(path)}`)
  return { text: JSON.stringify(file, null, 2), problems }
}

/** The plan of a script's scenario file, with what only scripts can say. */
export function withScript(plan: Plan, { path, options, functions }: ScriptGiven): Plan {
  const given = isMapping(options) ? options : {}
  const has = (name: string) => functions.includes(name)
  const script: ScriptPlan = {
    path,
    notes: scenarioOfOptions(options, path).notes,
    hasSetup: has('setup'),
    hasTeardown: has('teardown'),
    hasSummary: has('handleSummary'),
    ...(Array.isArray(given.summaryTrendStats) && { trendStats: given.summaryTrendStats.map(String) }),
    setupTimeoutMs: timeoutMs(given.setupTimeout, defaults.setupTimeoutMs),
    teardownTimeoutMs: timeoutMs(given.teardownTimeout, defaults.teardownTimeoutMs),
  }
  const scenarios = isMapping(given.scenarios) ? given.scenarios : {}
  const manner = mannerOfOptions(given)
  return {
    ...plan,
    script,
    // They stand in no file.
    thresholds: plan.thresholds.map((threshold) => ({ ...threshold, line: undefined })),
    ...(given.target === undefined
      ? { target: { kind: 'none' }, configuration: withoutTarget(plan.configuration) }
      : {}),
    scenarios: plan.scenarios.map((scenario) => {
      const own = scenarios[scenario.name]
      const environment = isMapping(own) && isMapping(own.env) ? texts(own.env) : {}
      const more: Partial<RunStep> = {
        given: 'data',
        environment,
        keepsAnswers: given.discardResponseBodies !== true,
        manner,
      }
      return { ...scenario, steps: scenario.steps.map((step) => (step.kind === 'run' ? { ...step, ...more } : step)) }
    }),
  }
}

function withoutTarget({ target: _, ...configuration }: Plan['configuration']): Plan['configuration'] {
  return configuration
}

function timeoutMs(given: unknown, otherwise: number): number {
  if (typeof given === 'number') return given
  return (typeof given === 'string' ? parseDurationMs(given) : undefined) ?? otherwise
}

function texts(given: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
