import { relative } from 'node:path'
import process from 'node:process'
import { placeOf } from '@loadrun/script'
import type { Flow } from '../flow.ts'
import { CalledOff } from './called-off.ts'

/** Counts what a function of a script threw, by its message and the first line of the user's own in its stack. */
export function tellError(error: unknown, script: string, { scripts, clock }: Pick<Flow, 'scripts' | 'clock'>): void {
  if (error instanceof CalledOff) return
  const told = { scenario: scripts.scenario.name, script, ...describe(error) }
  scripts.recorder.scriptErrors.record(told, clock.nowMs())
}

/** In words, and where. */
export function describe(error: unknown): { readonly message: string; readonly place: string } {
  if (!(error instanceof Error)) return { message: `Threw ${show(error)}`, place: '' }
  const place = placeOf(error.stack)
  return {
    message: `${error.name}: ${error.message}`,
    place: place === undefined ? '' : `${relative(process.cwd(), place.file)}:${place.line}:${place.column}`,
  }
}

function show(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  } catch {
    return String(value)
  }
}
