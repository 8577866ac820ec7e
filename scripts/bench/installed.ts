import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { installArtillery } from './artillery.ts'

/** Programs that Debian has, by its packages. Its `bombardier` is a game. */
const packages: Readonly<Record<string, string>> = {
  wrk: 'wrk',
  h2load: 'nghttp2-client',
  hey: 'hey',
  nginx: 'nginx-light',
}

/** Whether a command's program can be run. As root on Debian, and from npm, what is missing is installed first. */
export function isInstalled([program = '']: readonly string[], name: string): boolean {
  try {
    if (name === 'artillery') installArtillery()
    else if (program !== process.execPath) installFromDebian(program === 'sh' ? name : program)
    return true
  } catch (error) {
    leaveOut(name, error)
    return false
  }
}

/** What comes of a measurement; `undefined` and a word about it where the generator could not carry it out. */
export async function unlessItFails<T>(name: string, measurement: () => Promise<T>): Promise<T | undefined> {
  try {
    return await measurement()
  } catch (error) {
    leaveOut(name, error)
    return undefined
  }
}

function leaveOut(name: string, error: unknown): void {
  const [failed, ...said] = String(error instanceof Error ? error.message : error).split('\n')
  const why = said.find((line) => /err/i.test(line))
  process.stderr.write(`${name} is left out: ${failed}${why === undefined ? '' : `: ${why}`}\n`)
}

/** Throws where it is not there afterwards. */
export function installFromDebian(program: string): void {
  if (isThere(program)) return
  const debian = packages[program]
  if (debian === undefined || process.getuid?.() !== 0 || !isThere('apt-get'))
    throw new Error(`'${program}' is not on the PATH`)
  process.stderr.write(`installing ${debian}\n`)
  execFileSync('apt-get', ['install', '--yes', '-qq', debian], { stdio: ['ignore', 'ignore', 'pipe'] })
  if (!isThere(program)) throw new Error(`'${program}' is not on the PATH, although ${debian} is installed`)
}

/** Whether it is on the `PATH`. */
export function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
