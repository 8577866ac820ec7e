import { compareSides, type Side } from '@loadrun/analysis'
import type { History } from '@loadrun/history'
import { type Language, renderComparison, renderComparisonMarkdown, renderComparisonPage } from '@loadrun/report'
import { comparedVerdict, type FailOn } from '../compared-verdict.ts'
import { exitCodes, UserError } from '../exit-codes.ts'
import { historyAt, kindOf } from '../files/history-at.ts'
import { readSide, readSides, toldApart } from '../files/read-side.ts'
import { writeText } from '../files/write-text.ts'
import type { Terminal } from '../terminal.ts'

export interface CompareOptions {
  readonly out: string
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  /** A share of 1. */
  readonly tolerance: number
  readonly failOn: FailOn
  readonly markdown?: string
  /** Runs of which nothing was changed. */
  readonly noise?: readonly string[]
  /** A history file: what it holds of the same kind is the first side where only one is given, and tells the noise. */
  readonly history?: string
  /** What the page speaks; left out: its reader's language. */
  readonly lang?: Language
}

/** Lays finished runs, or groups of repeats, next to each other: on the terminal, as a page, and as an exit code. */
export async function compare(paths: readonly string[], options: CompareOptions, terminal: Terminal): Promise<number> {
  using history = options.history === undefined ? undefined : await historyAt(options.history)
  const sides = await sidesOf(paths, options, history)
  const noise = options.noise === undefined ? [] : [(await readSides(options.noise)).runs]
  const comparison = compareSides(sides, options.tolerance, [...noise, ...unchangedIn(history, sides)])
  await writeText(options.out, await renderComparisonPage(comparison, options.lang))
  if (options.markdown !== undefined) await writeText(options.markdown, renderComparisonMarkdown(comparison))
  terminal.print(renderComparison(comparison, terminal))
  terminal.print(`comparison: ${options.out}`)
  const { exitCode, sentence } = comparedVerdict(sides, comparison, options.failOn)
  terminal.print(sentence)
  return exitCode
}

async function sidesOf(
  paths: readonly string[],
  { before, after }: CompareOptions,
  history: History | undefined,
): Promise<readonly Side[]> {
  if (before !== undefined || after !== undefined) {
    if (before === undefined || after === undefined || paths.length > 0) {
      throw new UserError('Cannot compare: --before and --after go together, without other results', exitCodes.badInput)
    }
    const sides = await Promise.all([readSides(before), readSides(after)])
    return toldApart(sides, ['before', 'after'])
  }
  const sides = await Promise.all(paths.map((path) => readSide(path)))
  const [only] = sides
  if (sides.length === 1 && only !== undefined && history !== undefined) return [lastGoodIn(history, only), only]
  if (paths.length < 2) {
    throw new UserError(
      `Cannot compare: at least two results are wanted, or one and --history; found ${paths.length}`,
      exitCodes.badInput,
    )
  }
  return toldApart(sides, paths)
}

function lastGoodIn(history: History, { runs }: Side): Side {
  const of = kindOf(runs)
  const found = history.lastGood(of)
  if (found.length > 0) return { name: 'last good', runs: found }
  throw new UserError(
    `Cannot compare: the history has no good run of ${of.scenario} / ${of.variant}`,
    exitCodes.badInput,
  )
}

function unchangedIn(history: History | undefined, sides: readonly Side[]): readonly Side['runs'][] {
  return history?.sameCommit(kindOf(sides[0]?.runs ?? [])) ?? []
}
