import { pathToFileURL } from 'node:url'
import { keepScriptOptions } from '../api/script-options.ts'
import { provideGlobals } from './globals.ts'
import { provideModules } from './provided-modules.ts'
import { quietWarnings } from './quiet-warnings.ts'

export type ScriptFunction = (given?: unknown) => unknown

let isPrepared = false

/** Loads a script as this thread's; each file once. Rejects with what is wrong with it, as Node has it. */
export async function loadScript(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!isPrepared) {
    provideModules()
    provideGlobals()
    quietWarnings()
    isPrepared = true
  }
  const script = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>
  keepScriptOptions(script.options)
  return script
}

/** A function that the script exports. */
export async function loadFunction(path: string, name: string): Promise<ScriptFunction> {
  const found = (await loadScript(path))[name]
  if (typeof found === 'function') return found as ScriptFunction
  throw new Error(`Cannot call ${name} of ${path}: it exports no such function`)
}
