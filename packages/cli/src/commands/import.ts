import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import process from 'node:process'
import {
  ImportError,
  type Imported,
  importArtillery,
  importCurl,
  importHar,
  importOpenApi,
  writeScenario,
} from '@loadrun/import'
import { exitCodes, UserError } from '../exit-codes.ts'
import { foreignText } from '../files/foreign-text.ts'
import { writeNew } from '../files/write-new.ts'
import { plansOf } from '../read-plans.ts'
import type { Terminal } from '../terminal.ts'

/** What scenarios can be made of. */
export const importKinds = ['curl', 'har', 'openapi', 'artillery'] as const

/** Commands and scripts are written by hand; a recording holds the answers too. */
const mostBytes = { command: 2 ** 20, recording: 64 * 2 ** 20 } as const

export interface ImportOptions {
  /** Where the scenario is written; `undefined`: to the terminal. */
  readonly out?: string
  readonly force: boolean
  /** Of a recording: the hosts whose requests are kept. */
  readonly host: readonly string[]
  /** Of a recording: whether static files are. */
  readonly static: boolean
}

/** Makes a scenario of what another tool says, and checks it. Its notes say what could not be carried over. */
export async function importScenario(
  kind: (typeof importKinds)[number],
  source: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<number> {
  const imported = await importOf(kind, source, options).catch((error: unknown) => {
    if (error instanceof ImportError) throw new UserError(error.message, exitCodes.badInput)
    throw error
  })
  const text = writeScenario(imported)
  if (options.out === undefined) terminal.print(text.trimEnd())
  else await writeNew(options.out, text, options.force)
  for (const note of imported.notes) terminal.error(`  ! ${note}`)
  // It is written all the same: somebody has to look after what is wrong with it.
  plansOf(text, options.out ?? join(folderOf(kind, source), 'imported.yaml'), { set: [] })
  if (options.out !== undefined) {
    terminal.print(`${options.out} is a valid scenario. Set its load, then: loadrun ${options.out}`)
  }
  return exitCodes.passed
}

async function importOf(
  kind: (typeof importKinds)[number],
  source: string,
  { host, static: keepsStatic }: ImportOptions,
): Promise<Imported> {
  switch (kind) {
    case 'curl':
      return importCurl(
        /^\s*(\$\s*)?curl(\.exe)?\s/.test(source) ? source : await foreignText(source, mostBytes.command),
        readBeside(process.cwd()),
      )
    case 'har':
      return importHar(await foreignText(source, mostBytes.recording), { hosts: host, keepsStatic })
    case 'openapi':
      return importOpenApi(source)
    case 'artillery':
      return importArtillery(await foreignText(source, mostBytes.command), source, readBeside(process.cwd()))
  }
}

function readBeside(folder: string) {
  return (path: string): string | undefined => {
    try {
      return readFileSync(isAbsolute(path) ? path : join(folder, path), 'utf8')
    } catch {
      return undefined
    }
  }
}

/** Where files that it names are looked for. */
function folderOf(kind: string, source: string): string {
  return kind === 'artillery' && source !== '-' ? dirname(source) : '.'
}
