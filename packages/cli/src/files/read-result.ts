import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunResult } from '@loadrun/metrics'
import { exitCodes, UserError } from '../exit-codes.ts'
import { readText } from './read-text.ts'

/** Reads a `result.json`, or the one in a folder. */
export async function readResult(path: string): Promise<RunResult> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const file = isFolder ? join(path, 'result.json') : path
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
  return parsed
}

function isResult(value: unknown): value is RunResult {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && 'plan' in value
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
