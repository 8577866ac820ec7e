import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareSides, judge, type Side, sidesByVariant, watchThresholds } from '@loadrun/analysis'
import { run, thisHost } from '@loadrun/engine'
import type { RunResult } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import { renderComparison, renderComparisonPage, renderRunPage, renderSummary } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import { ResultFolder } from '../files/result-folder.ts'
import { tellGithub } from '../github.ts'
import { interleaved } from '../interleaved.ts'
import { runProgress } from '../progress.ts'
import { type PlanOptions, readPlans } from '../read-plans.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'
import { tierEntries } from '../tier-entries.ts'
import { verdictOf } from '../verdict.ts'

export interface RunOptions extends PlanOptions {
  readonly out?: string
  /** How often each variant runs. */
  readonly repeat: number
}

/** Runs every variant of a scenario file, writes what was measured, and returns the exit code. */
export async function runScenario(file: string, options: RunOptions, terminal: Terminal): Promise<number> {
  const plans = await readPlans(file, options)
  const out = options.out ?? join('reports', `${plans[0]?.name}-${timestamp(new Date())}`)
  using stop = stopSignal((signal) => {
    terminal.error(`Stopping (${signal}): what was measured will be written. Once more ends loadrun at once.`)
  })
  const results: RunResult[] = []
  for (const { plan, repeat } of interleaved(plans, options.repeat)) {
    const folder = folderOf(plan, repeat, { out, variants: plans.length, repeats: options.repeat })
    if (options.repeat > 1) terminal.print(`${plan.variant.name}, run ${repeat} of ${options.repeat}`)
    const result = await runVariant(plan, folder, stop.signal, terminal)
    results.push(result)
    if (stop.signal.aborted) break
  }
  const sides = sidesByVariant(results)
  if (sides.length > 1) await writeComparison(sides, out, terminal)
  for (const result of results) await tellGithub(result, file, terminal)
  const { exitCode, sentence } = verdictOf(results)
  terminal.print(sentence)
  return exitCode
}

async function runVariant(plan: Plan, folderPath: string, signal: AbortSignal, terminal: Terminal): Promise<RunResult> {
  const folder = await ResultFolder.create(folderPath, {
    plan,
    host: thisHost(),
    startedAt: new Date().toISOString(),
  })
  const progress = runProgress(plan, terminal)
  const watch = watchThresholds(plan)
  const broken = new AbortController()
  let stoppedBy: string | undefined
  const measured = await run(plan, {
    tierEntries,
    signal: AbortSignal.any([signal, broken.signal]),
    onProgress: ({ interval, sockets }) => {
      folder.addInterval(interval)
      progress.show(interval, sockets)
      if (signal.aborted || broken.signal.aborted) return
      stoppedBy = watch(interval)?.source
      if (stoppedBy !== undefined) broken.abort(new Error(`stopped by ${stoppedBy}`))
    },
  }).catch((error: unknown) => {
    if (error instanceof Error) throw new UserError(`Cannot run ${plan.name}: ${error.message}`, exitCodes.cannotRun)
    throw error
  })
  progress.end()
  const whole = stoppedBy !== undefined && measured.interrupted ? { ...measured, stoppedBy } : measured
  const result: RunResult = { version: 1, ...whole, judgement: judge(whole) }
  await folder.finish(result, await renderRunPage(result))
  terminal.print(renderSummary(result, terminal))
  terminal.print(`  report: ${join(folderPath, 'report.html')}\n`)
  return result
}

/** `reports/incident/before`, and with several runs of it `reports/incident/before/3`. */
function folderOf(
  plan: Plan,
  repeat: number,
  { out, variants, repeats }: Readonly<{ out: string; variants: number; repeats: number }>,
): string {
  return join(out, variants > 1 ? plan.variant.name : '', repeats > 1 ? String(repeat) : '')
}

async function writeComparison(sides: readonly Side[], out: string, terminal: Terminal): Promise<void> {
  const comparison = compareSides(sides)
  const page = join(out, 'compare.html')
  await writeFile(page, await renderComparisonPage(comparison))
  terminal.print(renderComparison(comparison, terminal))
  terminal.print(`  comparison: ${page}\n`)
}

/** `2026-11-22-150407`, in local time: sorts by time and is a valid name of a folder everywhere. */
function timestamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`
}
