import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Language } from '@loadrun/report'
import { exitCodes } from '../exit-codes.ts'
import { readResult } from '../files/read-result.ts'
import { writeText } from '../files/write-text.ts'
import { type ResultFormat, resultText } from '../outputs/result-texts.ts'
import type { Terminal } from '../terminal.ts'

/** Writes a result in another form: the page beside it, the others to `out` or, without, on the terminal. */
export async function report(
  path: string,
  { format, out, lang }: { format: ResultFormat; out?: string; lang?: Language },
  terminal: Terminal,
): Promise<number> {
  const result = await readResult(path)
  const text = await resultText(result, format, {
    ...terminal,
    ...(out === undefined ? {} : { color: false }),
    language: lang,
  })
  if (format === 'html') {
    const page = out ?? join((await stat(path)).isDirectory() ? path : dirname(path), 'report.html')
    await writeText(page, text)
    terminal.print(`report: ${page}`)
  } else if (out === undefined) terminal.print(text.trimEnd())
  else await writeText(out, text)
  return exitCodes.passed
}
