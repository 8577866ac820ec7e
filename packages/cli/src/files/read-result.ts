import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type RunResult, withLaterTimes } from '@loadrun/metrics'
import { exitCodes, UserError } from '../exit-codes.ts'
import { partialFile, resultOfPartial } from './partial-result.ts'
import { readText } from './read-text.ts'

/** Reads a `result.json`, or the one in a folder; of a run that crashed, what it left there. */
export async function readResult(path: string): Promise<RunResult> {
  const file = (await isFolder(path)) ? join(path, 'result.json') : path
  const partial = join(dirname(file), partialFile)
  if (!(await exists(file)) && (await exists(partial))) {
    const result = resultOfPartial(await readText(partial))
    if (result !== undefined) return result
  }
  const text = await readText(file)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new UserError(`Cannot read ${file}: it is not JSON (${messageOf(error)})`, exitCodes.badInput)
  }
  if (!isResult(parsed)) {
    throw new UserError(`Cannot read ${file}: it is not a result of loadrun of version 1`, exitCodes.badInput)
  }
  return withLaterTimes(parsed)
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function isResult(value: unknown): value is RunResult {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && 'plan' in value
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
