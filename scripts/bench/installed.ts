import { execFileSync } from 'node:child_process'
import process from 'node:process'

/** Programs that Debian has, by its packages. */
const packages: Readonly<Record<string, string>> = {
  wrk: 'wrk',
  h2load: 'nghttp2-client',
  hey: 'hey',
  bombardier: 'bombardier',
}

/** Whether a command's program can be run. As root on Debian, what is missing is installed first. */
export function isInstalled([program = '']: readonly string[], name: string): boolean {
  if (program === process.execPath) return true
  const wanted = program === 'sh' ? name : program
  if (isThere(wanted)) return true
  const debian = packages[wanted]
  if (debian !== undefined && process.getuid?.() === 0 && isThere('apt-get')) {
    process.stderr.write(`installing ${debian}\n`)
    try {
      execFileSync('apt-get', ['install', '--yes', '-qq', debian], { stdio: 'ignore' })
    } catch {
      // Said below.
    }
  }
  if (isThere(wanted)) return true
  process.stderr.write(`${name} is not installed, and is left out\n`)
  return false
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
