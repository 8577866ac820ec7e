import type { ScriptErrorGroup } from '@loadrun/metrics'
import type { JsonValue } from '@loadrun/plan'
import type { LoadGiven, LoadPlan } from '../generate-load.ts'
import { runStage } from './run-stage.ts'

/** What the script's `setup()` returns; `undefined` where there is none. Rejects where it fails: then nothing is sent. */
export async function setUp(plan: LoadPlan, { targets, signal }: LoadGiven): Promise<JsonValue | undefined> {
  if (plan.script?.hasSetup !== true) return undefined
  return runStage(plan, 'setup', { targets, signal, timeoutMs: plan.script.setupTimeoutMs })
}

/** Calls the script's `teardown()`, also after a load that was interrupted. What was measured stays, if it fails. */
export async function tearDown(
  plan: LoadPlan,
  { targets }: LoadGiven,
  data: JsonValue | undefined,
): Promise<readonly ScriptErrorGroup[]> {
  if (plan.script?.hasTeardown !== true) return []
  try {
    await runStage(plan, 'teardown', { targets, data, timeoutMs: plan.script.teardownTimeoutMs })
    return []
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ scenario: '', script: 'teardown', message, place: '', count: 1, firstMs: 0, lastMs: 0 }]
  }
}
