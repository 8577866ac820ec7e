import { stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { renderRunPage, renderSummary } from '@loadrun/report'
import { exitCodes } from '../exit-codes.ts'
import { readResult } from '../files/read-result.ts'
import type { Terminal } from '../terminal.ts'

/** Draws the report of a result again: the page beside it, or the summary on the terminal. */
export async function report(path: string, options: { format: 'html' | 'text' }, terminal: Terminal): Promise<number> {
  const result = await readResult(path)
  if (options.format === 'text') {
    terminal.print(renderSummary(result, terminal))
    return exitCodes.passed
  }
  const folder = (await stat(path)).isDirectory() ? path : dirname(path)
  const page = join(folder, 'report.html')
  await writeFile(page, await renderRunPage(result))
  terminal.print(`report: ${page}`)
  return exitCodes.passed
}
