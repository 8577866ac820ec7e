import { writeFile } from 'node:fs/promises'
import { compareRuns } from '@loadrun/analysis'
import { renderComparison, renderComparisonPage } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import { readResult } from '../files/read-result.ts'
import type { Terminal } from '../terminal.ts'

/** Lays finished runs side by side, on the terminal and as a page. */
export async function compare(paths: readonly string[], options: { out: string }, terminal: Terminal): Promise<number> {
  if (paths.length < 2) {
    throw new UserError(`Cannot compare: at least two results are wanted, found ${paths.length}`, exitCodes.badInput)
  }
  const results = await Promise.all(paths.map((path) => readResult(path)))
  const comparison = compareRuns(results)
  await writeFile(options.out, await renderComparisonPage(results, comparison))
  terminal.print(renderComparison(results, comparison, terminal))
  terminal.print(`comparison: ${options.out}`)
  return exitCodes.passed
}
