import { join } from 'node:path'
import { compareSides, type Side, sidesByVariant } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import {
  comparisonContent,
  type Language,
  renderComparison,
  renderComparisonPage,
  renderSummary,
} from '@loadrun/report'
import { type AgentRunOptions, openLoadSource } from '../agents.ts'
import { type BaselineOptions, openBaseline } from '../baseline.ts'
import { exitCodes } from '../exit-codes.ts'
import { defaultFolder } from '../files/default-folder.ts'
import { writeText } from '../files/write-text.ts'
import { tellGithub } from '../github.ts'
import { interleaved } from '../interleaved.ts'
import { liveRun } from '../live/live-run.ts'
import { LiveServer } from '../live/live-server.ts'
import type { OutputRequest } from '../outputs/output-request.ts'
import { checkOutputs, openRunOutputs } from '../outputs/run-outputs.ts'
import { type PlanOptions, readPlans } from '../read-plans.ts'
import { runPlan } from '../run-plan.ts'
import { summarize } from '../script/summarize.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'
import { verdictOf } from '../verdict.ts'

export interface RunOptions extends PlanOptions, Partial<AgentRunOptions>, BaselineOptions {
  readonly out?: string
  /** How often each variant runs. */
  readonly repeat: number
  /** The port to show the runs on while they go on, 0 for any; left out: they are not shown. */
  readonly live?: number
  /** What pages speak; left out: their reader's language. */
  readonly lang?: Language
  readonly output: readonly OutputRequest[]
}

/** Runs every variant of a scenario file, writes what was measured, and returns the exit code. */
export async function runScenario(file: string, options: RunOptions, terminal: Terminal): Promise<number> {
  const plans = await readPlans(file, options)
  const out = options.out ?? defaultFolder(plans[0]?.name ?? '', new Date())
  using stop = stopSignal((signal) => {
    terminal.error(`Stopping (${signal}): what was measured will be written. Once more ends loadrun at once.`)
  })
  checkOutputs(options.output, { variants: plans.length, repeats: options.repeat })
  await using loadSource = await openLoadSource(plans, options, terminal)
  await using live =
    options.live === undefined ? undefined : await LiveServer.open(plans[0]?.name ?? '', options.live, options.lang)
  if (live !== undefined) terminal.print(`  live: ${live.url}`)
  using baseline = await openBaseline(options, plans)
  const results: RunResult[] = []
  for (const { plan, repeat } of interleaved(plans, options.repeat)) {
    const folder = folderOf(plan, repeat, { out, variants: plans.length, repeats: options.repeat })
    const title = options.repeat > 1 ? `${plan.variant.name}, run ${repeat} of ${options.repeat}` : plan.variant.name
    if (options.repeat > 1) terminal.print(title)
    const result = await runPlan(plan, folder, stop.signal, terminal, {
      ...(loadSource && { loadSource: loadSource.agents }),
      ...(live && { live: liveRun(live, plan, title) }),
      language: options.lang,
      outputs: await openRunOutputs(options.output, { plan, repeat, language: options.lang }, terminal),
    })
    const isTold = await summarize(result, stop.signal, terminal)
    if (!isTold) terminal.print(renderSummary(result, terminal))
    terminal.print(`  report: ${join(folder, 'report.html')}\n`)
    results.push(result)
    if (stop.signal.aborted) break
  }
  const sides = sidesByVariant(results)
  if (sides.length > 1) await writeComparison(sides, out, terminal, { live, language: options.lang })
  for (const result of results) await tellGithub(result, file, terminal)
  const held = await baseline.judge(results, out, terminal)
  const { exitCode, sentence } = verdictOf(results)
  terminal.print(sentence)
  if (held !== undefined) terminal.print(held.sentence)
  return exitCode === exitCodes.passed ? (held?.exitCode ?? exitCode) : exitCode
}

/** `reports/incident/before`, and with several runs of it `reports/incident/before/3`. */
function folderOf(
  plan: Plan,
  repeat: number,
  { out, variants, repeats }: Readonly<{ out: string; variants: number; repeats: number }>,
): string {
  return join(out, variants > 1 ? plan.variant.name : '', repeats > 1 ? String(repeat) : '')
}

async function writeComparison(
  sides: readonly Side[],
  out: string,
  terminal: Terminal,
  { live, language }: { live: LiveServer | undefined; language: Language | undefined },
): Promise<void> {
  const comparison = compareSides(sides)
  live?.update('comparison', 'comparison', () => comparisonContent(comparison))
  const page = join(out, 'compare.html')
  await writeText(page, await renderComparisonPage(comparison, language))
  terminal.print(renderComparison(comparison, terminal))
  terminal.print(`  comparison: ${page}\n`)
}
