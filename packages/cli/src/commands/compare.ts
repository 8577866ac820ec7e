import { writeFile } from 'node:fs/promises'
import { type Comparison, compareSides, type Side } from '@loadrun/analysis'
import { renderComparison, renderComparisonMarkdown, renderComparisonPage } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import { readSide, readSides, toldApart } from '../files/read-side.ts'
import type { Terminal } from '../terminal.ts'

export interface CompareOptions {
  readonly out: string
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  /** A share of 1. */
  readonly tolerance: number
  readonly failOn: FailOn
  readonly markdown?: string
}

/** What makes the command fail: a figure that got worse, one of which it is not shown that it did not, or nothing. */
export const failureConditions = ['worse', 'inconclusive', 'never'] as const
type FailOn = (typeof failureConditions)[number]

/** Lays finished runs, or groups of repeats, next to each other: on the terminal, as a page, and as an exit code. */
export async function compare(paths: readonly string[], options: CompareOptions, terminal: Terminal): Promise<number> {
  const sides = await sidesOf(paths, options)
  const comparison = compareSides(sides, options.tolerance)
  await writeFile(options.out, await renderComparisonPage(comparison))
  if (options.markdown !== undefined) await writeFile(options.markdown, renderComparisonMarkdown(comparison))
  terminal.print(renderComparison(comparison, terminal))
  terminal.print(`comparison: ${options.out}`)
  const { exitCode, sentence } = verdictOf(sides, comparison, options.failOn)
  terminal.print(sentence)
  return exitCode
}

async function sidesOf(paths: readonly string[], { before, after }: CompareOptions): Promise<readonly Side[]> {
  if (before !== undefined || after !== undefined) {
    if (before === undefined || after === undefined || paths.length > 0) {
      throw new UserError('Cannot compare: --before and --after go together, without other results', exitCodes.badInput)
    }
    const sides = await Promise.all([readSides(before), readSides(after)])
    return toldApart(sides, ['before', 'after'])
  }
  if (paths.length < 2) {
    throw new UserError(`Cannot compare: at least two results are wanted, found ${paths.length}`, exitCodes.badInput)
  }
  return toldApart(await Promise.all(paths.map((path) => readSide(path))), paths)
}

/** Only figures that decide are asked, and only runs whose figures can be trusted are an answer. */
function verdictOf(
  sides: readonly Side[],
  { rows }: Comparison,
  failOn: FailOn,
): { exitCode: number; sentence: string } {
  const spoilt = sides.filter(({ runs }) =>
    runs.some(({ judgement }) => judgement.outcome === 'untrusted' || judgement.outcome === 'interrupted'),
  )
  if (spoilt.length > 0) {
    const names = spoilt.map(({ name }) => name).join(', ')
    return {
      exitCode: exitCodes.untrusted,
      sentence: `No verdict: runs of ${names} were interrupted or cannot be trusted, as their reports say.`,
    }
  }
  const decisive = rows.filter((row) => row.decisive)
  const having = (verdict: string) =>
    decisive.filter(({ assessments }) => assessments.some((one) => one?.verdict === verdict)).map(({ label }) => label)
  const [worse, inconclusive, better] = [having('worse'), having('inconclusive'), having('better')]
  const failed = (failOn !== 'never' && worse.length > 0) || (failOn === 'inconclusive' && inconclusive.length > 0)
  const told = [
    ...(worse.length > 0 ? [`worse: ${worse.join(', ')}`] : []),
    ...(better.length > 0 ? [`better: ${better.join(', ')}`] : []),
    ...(inconclusive.length > 0 ? [`inconclusive: ${inconclusive.join(', ')}`] : []),
  ]
  const sentence = told.length === 0 ? 'Nothing that decides has changed.' : `${told.join('; ')}.`
  return {
    exitCode: failed ? exitCodes.thresholdsFailed : exitCodes.passed,
    sentence: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
  }
}
