import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareSides, type Side, sidesByVariant } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import { renderComparison, renderComparisonPage, renderSummary } from '@loadrun/report'
import { type AgentRunOptions, openLoadSource } from '../agents.ts'
import { defaultFolder } from '../files/default-folder.ts'
import { tellGithub } from '../github.ts'
import { interleaved } from '../interleaved.ts'
import { type PlanOptions, readPlans } from '../read-plans.ts'
import { runPlan } from '../run-plan.ts'
import { summarize } from '../script/summarize.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'
import { verdictOf } from '../verdict.ts'

export interface RunOptions extends PlanOptions, Partial<AgentRunOptions> {
  readonly out?: string
  /** How often each variant runs. */
  readonly repeat: number
}

/** Runs every variant of a scenario file, writes what was measured, and returns the exit code. */
export async function runScenario(file: string, options: RunOptions, terminal: Terminal): Promise<number> {
  const plans = await readPlans(file, options)
  const out = options.out ?? defaultFolder(plans[0]?.name ?? '', new Date())
  using stop = stopSignal((signal) => {
    terminal.error(`Stopping (${signal}): what was measured will be written. Once more ends loadrun at once.`)
  })
  await using loadSource = await openLoadSource(plans, options, terminal)
  const results: RunResult[] = []
  for (const { plan, repeat } of interleaved(plans, options.repeat)) {
    const folder = folderOf(plan, repeat, { out, variants: plans.length, repeats: options.repeat })
    if (options.repeat > 1) terminal.print(`${plan.variant.name}, run ${repeat} of ${options.repeat}`)
    const result = await runPlan(plan, folder, stop.signal, terminal, loadSource?.agents)
    const isTold = await summarize(result, stop.signal, terminal)
    if (!isTold) terminal.print(renderSummary(result, terminal))
    terminal.print(`  report: ${join(folder, 'report.html')}\n`)
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
