import process from 'node:process'
import { type KeptRun, type Trend, trendOf } from '@loadrun/analysis'
import { checkedOut } from '@loadrun/history'
import { renderHistoryPage, renderKeptRuns, renderTrend } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import { historyAt } from '../files/history-at.ts'
import { readSide } from '../files/read-side.ts'
import { writeText } from '../files/write-text.ts'
import type { Terminal } from '../terminal.ts'
import { isAsExpected } from '../verdict.ts'

export interface HistoryOptions {
  readonly history: string
  readonly scenario?: string
  readonly variant?: string
  /** Runs to show. */
  readonly last: number
  /** The page to write. */
  readonly out?: string
}

/** Shows the latest runs. */
export async function listHistory(options: HistoryOptions, terminal: Terminal): Promise<number> {
  using history = await historyAt(options.history)
  const runs = history.runs(options)
  if (runs.length === 0) terminal.print(`${options.history} has no runs${kindText(options)}.`)
  else terminal.print(renderKeptRuns(runs.slice(-options.last), terminal))
  return exitCodes.passed
}

/** Keeps results of runs that were made without the history, under the commit that is checked out. */
export async function addToHistory(
  paths: readonly string[],
  options: HistoryOptions,
  terminal: Terminal,
): Promise<number> {
  const results = (await Promise.all(paths.map((path) => readSide(path)))).flatMap(({ runs }) => runs)
  using history = await historyAt(options.history)
  const commit = await checkedOut(process.cwd())
  for (const result of results) history.add(result, commit, isAsExpected(result))
  terminal.print(`Kept in ${options.history}: ${results.length}.`)
  return exitCodes.passed
}

/** Draws figures over commits and marks where they change. */
export async function chartHistory(
  figures: readonly string[],
  options: HistoryOptions,
  terminal: Terminal,
): Promise<number> {
  using history = await historyAt(options.history)
  const runs = oneKind(history.runs(options), options)
  const known = [...new Set(runs.flatMap((run) => run.figures.map(({ id }) => id)))]
  const unknown = figures.filter((figure) => !known.includes(figure))
  if (unknown.length > 0) {
    throw new UserError(
      `Cannot chart ${unknown.join(', ')}: no run has such a figure\n  wanted: one of ${known.join(', ')}`,
      exitCodes.badInput,
    )
  }
  const asked = figures.length > 0 ? figures : known
  const trends = asked.map((figure) => trendOf(runs, figure)).filter((trend) => trend !== undefined)
  for (const trend of figures.length > 0 ? trends : toldByThemselves(trends))
    terminal.print(renderTrend(trend, terminal))
  if (options.out !== undefined) {
    const { scenario = '', variant = '' } = runs[0] ?? {}
    await writeText(options.out, await renderHistoryPage({ scenario, variant, trends, runs }))
    terminal.print(`history: ${options.out}`)
  }
  return exitCodes.passed
}

/** Without a figure asked for: goodput, and those that changed. */
function toldByThemselves(trends: readonly Trend[]): readonly Trend[] {
  return trends.filter(({ figure, changes }) => figure.id === 'goodput' || changes.length > 0)
}

/** Runs of different scenarios or variants make no line. */
function oneKind(runs: readonly KeptRun[], options: HistoryOptions): readonly KeptRun[] {
  const kinds = [...new Set(runs.map(({ scenario, variant }) => `${scenario} / ${variant}`))]
  if (kinds.length === 1) return runs
  const found =
    kinds.length === 0 ? `${options.history} has no runs${kindText(options)}` : `there are ${kinds.join(', ')}`
  throw new UserError(
    `Cannot chart the history: ${found}\n  wanted: one of them, by --scenario and --variant`,
    exitCodes.badInput,
  )
}

function kindText({ scenario, variant }: HistoryOptions): string {
  const asked = [scenario, variant].filter((name) => name !== undefined)
  return asked.length === 0 ? '' : ` of ${asked.join(' / ')}`
}
