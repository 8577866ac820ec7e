import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** The repository's root. */
export const root = join(import.meta.dirname, '..', '..')

/** How a command ended and what it said. */
export interface CommandEnd {
  readonly exitCode: number | undefined
  readonly signal: NodeJS.Signals | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface StartedCommand {
  readonly child: ChildProcess
  readonly ended: Promise<CommandEnd>
  /** Resolves with what fits the pattern once it stands on the standard output; rejects where the command ends without. */
  said(pattern: RegExp): Promise<RegExpExecArray>
}

/** Starts `loadrun` from the sources, as a user's shell does. */
export function startLoadrun(args: readonly string[], cwd: string = root): StartedCommand {
  return startNode([join(root, 'packages/cli/bin/loadrun.js'), ...args], cwd)
}

export function loadrun(args: readonly string[], cwd?: string): Promise<CommandEnd> {
  return startLoadrun(args, cwd).ended
}

/** Starts the Node that runs the tests. */
export function startNode(args: readonly string[], cwd: string): StartedCommand {
  return startCommand(process.execPath, args, cwd)
}

export function startCommand(command: string, args: readonly string[], cwd: string): StartedCommand {
  const child = spawn(command, args, { cwd, env: { ...process.env, NO_COLOR: '1' } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined, stdout, stderr })
    })
  })
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(stdout)
        if (found !== null) resolve(found)
      }
      look()
      child.stdout.on('data', look)
      ended.then(() => reject(new Error(`It ended without saying ${pattern}: ${stdout}${stderr}`)), reject)
    })
  return { child, ended, said }
}

/** A new folder that nothing else uses. */
export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'loadrun-test-'))
}
