import { stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { histogramLog, type RunResult } from '@loadrun/metrics'
import { type Language, renderCsv, renderJunit, renderMarkdown, renderRunPage, renderSummary } from '@loadrun/report'
import { exitCodes } from '../exit-codes.ts'
import { readResult } from '../files/read-result.ts'
import type { Terminal } from '../terminal.ts'

export const reportFormats = ['html', 'text', 'markdown', 'junit', 'csv', 'hlog', 'json'] as const
type Format = (typeof reportFormats)[number]

/** The formats that are texts; the page is a file of its own. */
const texts: Readonly<Record<Exclude<Format, 'html'>, (result: RunResult, terminal: Terminal) => string>> = {
  text: renderSummary,
  markdown: renderMarkdown,
  junit: renderJunit,
  csv: renderCsv,
  hlog: histogramLog,
  json: (result) => JSON.stringify(result),
}

/** Writes a result in another form: the page beside it, the others to `out` or, without, on the terminal. */
export async function report(
  path: string,
  { format, out, lang }: { format: Format; out?: string; lang?: Language },
  terminal: Terminal,
): Promise<number> {
  const result = await readResult(path)
  if (format === 'html') {
    const folder = (await stat(path)).isDirectory() ? path : dirname(path)
    const page = out ?? join(folder, 'report.html')
    await writeFile(page, await renderRunPage(result, lang))
    terminal.print(`report: ${page}`)
    return exitCodes.passed
  }
  const text = texts[format](result, out === undefined ? terminal : { ...terminal, color: false })
  if (out === undefined) terminal.print(text.trimEnd())
  else await writeFile(out, text)
  return exitCodes.passed
}
