import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { callOf, runStage } from '@loadrun/engine'
import type { RunResult } from '@loadrun/metrics'
import { exitCodes, UserError } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { summaryData } from './summary-data.ts'

const timeoutMs = 120_000

/**
 * Gives a script's `handleSummary()` what was measured, and writes what it returns: a text by the file that it goes to,
 * or by `stdout` and `stderr`. Says whether it wrote to the terminal's output, so that nobody else need to.
 */
export async function summarize(result: RunResult, signal: AbortSignal, terminal: Terminal): Promise<boolean> {
  if (result.plan.script?.hasSummary !== true || signal.aborted) return false
  const summary = callOf(result.plan.script, 'handleSummary', summaryData(result))
  const texts = await runStage(result.plan, summary, { targets: [], timeoutMs, signal }).catch((error: Error) => {
    terminal.error(error.message)
    return {}
  })
  const entries = typeof texts === 'object' && texts !== null ? Object.entries(texts) : []
  for (const [where, given] of entries) {
    const text = typeof given === 'string' ? given : JSON.stringify(given)
    if (where === 'stdout') terminal.print(text)
    else if (where === 'stderr') terminal.error(text)
    else await write(where, text)
  }
  return entries.some(([where]) => where === 'stdout')
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError(`Cannot write ${path} of handleSummary(): ${why}`, exitCodes.cannotRun)
  }
}
