import type { ScriptErrorGroup } from '@loadrun/metrics'
import type { AroundLoadPlan, JsonValue } from '@loadrun/plan'
import type { GeneratedLoad, LoadGiven, LoadPlan } from '../generate-load.ts'
import type { StepsWork } from './messages.ts'
import { callOf, runStage, type Stage } from './run-stage.ts'

/** A stage, and the longest that it may take. */
type TimedStage = Stage & { readonly timeoutMs: number }

/**
 * What the script's `setup()` returns, or what the file's `before` leaves in variables; `undefined` where there is
 * neither. Rejects where it fails: then nothing is sent.
 */
export async function setUp(
  plan: LoadPlan,
  { targets, signal }: Pick<LoadGiven, 'targets' | 'signal'>,
): Promise<JsonValue | undefined> {
  const stage = stageBefore(plan)
  return stage && runStage(plan, stage, { targets, signal, timeoutMs: stage.timeoutMs })
}

function stageBefore({ script, before }: LoadPlan): TimedStage | undefined {
  if (script?.hasSetup === true) return { ...callOf(script, 'setup', undefined), timeoutMs: script.setupTimeoutMs }
  if (before === undefined) return undefined
  const { hands } = before
  return stepsOf(before, { name: 'before', handed: undefined, hands, endsAtFailure: true })
}

/**
 * Calls the script's `teardown()`, or goes through the file's `after`, also after a load that was interrupted, and
 * returns that load: with an error more, if it fails.
 */
export async function tearDown(
  plan: LoadPlan,
  { targets }: Pick<LoadGiven, 'targets'>,
  data: JsonValue | undefined,
  made: GeneratedLoad,
): Promise<GeneratedLoad> {
  const stage = stageAfter(plan, data)
  if (stage === undefined) return made
  try {
    await runStage(plan, stage, { targets, timeoutMs: stage.timeoutMs })
    return made
  } catch (error) {
    return withError(made, stage.work.name, error instanceof Error ? error.message : String(error))
  }
}

function stageAfter({ script, after }: LoadPlan, data: JsonValue | undefined): TimedStage | undefined {
  if (script?.hasTeardown === true) return { ...callOf(script, 'teardown', data), timeoutMs: script.teardownTimeoutMs }
  return after && stepsOf(after, { name: 'after', handed: data, hands: [], endsAtFailure: false })
}

function stepsOf(
  { variables, steps, timeoutMs }: AroundLoadPlan,
  own: Pick<StepsWork, 'name' | 'handed' | 'hands' | 'endsAtFailure'>,
): TimedStage {
  return { title: `\`${own.name}\``, work: { kind: 'steps', variables, steps, ...own }, timeoutMs }
}

function withError(made: GeneratedLoad, script: string, message: string): GeneratedLoad {
  const failed: ScriptErrorGroup = { scenario: '', script, message, place: '', count: 1, firstMs: 0, lastMs: 0 }
  const { total } = made
  return { ...made, total: { ...total, scriptErrors: [...(total.scriptErrors ?? []), failed] } }
}
