import { judge, watchThresholds } from '@loadrun/analysis'
import { type LoadSource, run, thisHost } from '@loadrun/engine'
import type { RunResult } from '@loadrun/metrics'
import { type Plan, withoutSecrets } from '@loadrun/plan'
import { type Language, renderRunPage } from '@loadrun/report'
import { exitCodes, UserError } from './exit-codes.ts'
import { ResultFolder } from './files/result-folder.ts'
import type { LiveRun } from './live/live-run.ts'
import type { RunOutputs } from './outputs/run-outputs.ts'
import { runProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { tierEntries } from './tier-entries.ts'

export interface RunPlanOptions {
  /** Left out: this process makes the load. */
  readonly loadSource?: LoadSource
  /** Shows it on a live page as well. */
  readonly live?: LiveRun
  /** What its page speaks; left out: the reader's language. */
  readonly language?: Language | undefined
  /** Where else its figures go. */
  readonly outputs?: RunOutputs
}

/** Carries out one plan, shows how it goes, and leaves its result and its page in a folder. */
export async function runPlan(
  plan: Plan,
  folderPath: string,
  signal: AbortSignal,
  terminal: Terminal,
  { loadSource, live, language, outputs }: RunPlanOptions = {},
): Promise<RunResult> {
  const folder = await ResultFolder.create(folderPath, {
    plan: withoutSecrets(plan),
    host: thisHost(),
    startedAt: new Date().toISOString(),
  })
  for (const note of plan.script?.notes ?? []) terminal.error(`${note}.`)
  const progress = runProgress(plan, terminal)
  const watch = watchThresholds(plan)
  const broken = new AbortController()
  let stoppedBy: string | undefined
  const measured = await run(plan, {
    tierEntries,
    ...(loadSource && { loadSource }),
    signal: AbortSignal.any([signal, broken.signal]),
    onWarning: (warning) => terminal.error(warning),
    onProgress: (told) => {
      const { interval } = told
      folder.addInterval(interval)
      progress.show(interval, told.sockets)
      live?.show(told)
      outputs?.second(interval, told.sockets)
      if (signal.aborted || broken.signal.aborted) return
      if (interval.aborted !== undefined) broken.abort(new Error('ended by a script'))
      stoppedBy = watch(interval)?.source
      if (stoppedBy !== undefined) broken.abort(new Error(`stopped by ${stoppedBy}`))
    },
  }).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error
    // Before the load has begun there is nothing to write.
    const exitCode = signal.aborted ? exitCodes.interrupted : exitCodes.cannotRun
    throw new UserError(`Cannot run ${plan.name}: ${error.message}`, exitCode)
  })
  progress.end()
  const whole = stoppedBy !== undefined && measured.interrupted ? { ...measured, stoppedBy } : measured
  const result: RunResult = { version: 1, ...whole, judgement: judge(whole) }
  live?.finish(result)
  const trouble = await folder.finish(result, await renderRunPage(result, language))
  if (trouble !== undefined) terminal.error(trouble)
  await outputs?.end(result)
  return result
}
