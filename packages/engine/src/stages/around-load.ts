import type { ScriptErrorGroup } from '@loadrun/metrics'
import type { JsonValue } from '@loadrun/plan'
import type { GeneratedLoad, LoadGiven, LoadPlan } from '../generate-load.ts'
import { runStage } from './run-stage.ts'

/** What the script's `setup()` returns; `undefined` where there is none. Rejects where it fails: then nothing is sent. */
export async function setUp(
  plan: LoadPlan,
  { targets, signal }: Pick<LoadGiven, 'targets' | 'signal'>,
): Promise<JsonValue | undefined> {
  if (plan.script?.hasSetup !== true) return undefined
  return runStage(plan, 'setup', { targets, signal, timeoutMs: plan.script.setupTimeoutMs })
}

/**
 * Calls the script's `teardown()`, also after a load that was interrupted, and returns that load: with an error of its
 * script more, if it fails.
 */
export async function tearDown(
  plan: LoadPlan,
  { targets }: Pick<LoadGiven, 'targets'>,
  data: JsonValue | undefined,
  made: GeneratedLoad,
): Promise<GeneratedLoad> {
  if (plan.script?.hasTeardown !== true) return made
  try {
    await runStage(plan, 'teardown', { targets, data, timeoutMs: plan.script.teardownTimeoutMs })
    return made
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const failed: ScriptErrorGroup = {
      scenario: '',
      script: 'teardown',
      message,
      place: '',
      count: 1,
      firstMs: 0,
      lastMs: 0,
    }
    const { total } = made
    return { ...made, total: { ...total, scriptErrors: [...(total.scriptErrors ?? []), failed] } }
  }
}
