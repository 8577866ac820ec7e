import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { ClosedLoop, Generator, OpenLoop } from './generators.ts'

/** A folder outside the workspace, as it takes longer to install than everything else together. */
const folder = join(import.meta.dirname, 'artillery')
const program = join(folder, 'node_modules/artillery/bin/run')

/** Throws with what the installation said where it failed. */
export function installArtillery(): void {
  if (existsSync(program)) return
  process.stderr.write('installing artillery: 400 MB, half a minute\n')
  const install = ['--yes', 'pnpm@12.21.0', 'install', '--ignore-workspace', '--ignore-scripts', '--frozen-lockfile']
  execFileSync('npx', install, { cwd: folder, stdio: 'pipe', encoding: 'utf8' })
}

/**
 * A user is a virtual user who asks again as soon as he is answered, over a connection of his own; all come within the
 * first second. Artillery has no load of so many seconds, so its users ask a function whether theirs is over.
 */
export const artillery: Generator = {
  name: 'artillery',
  closedLoop: (load) => command(load, closedScript(load, {})),
  newConnections: (load) => command(load, closedScript(load, { headers: { connection: 'close' } })),
  openLoop: (load) => ['sh', '-c', '"$@" > /dev/null && cat "$0"', reportIn(load), ...command(load, openScript(load))],
  // Some 600 µs of processor time for an arrival: what it cannot keep up with it sends when the load is over.
  mostPerSecond: 1000,
}

const reportIn = ({ folder }: Pick<ClosedLoop, 'folder'>) => join(folder, 'artillery-report.json')

function command(load: Pick<ClosedLoop, 'folder'>, script: object): readonly string[] {
  const file = join(load.folder, 'artillery.json')
  writeFileSync(file, JSON.stringify(script))
  const oneThread = ['--platform-opt', 'mode=multiply', '--count', '1']
  const run = [program, 'run', '--quiet', ...oneThread, '--output', reportIn(load), file]
  return ['env', 'ARTILLERY_DISABLE_TELEMETRY=true', process.execPath, ...run]
}

function closedScript({ url, connections, seconds, folder }: ClosedLoop, request: object): object {
  const lastsFor = `let endMs
exports.goesOn = (context, next) => next(Date.now() < (endMs ??= Date.now() + ${seconds * 1000}))
`
  writeFileSync(join(folder, 'artillery.cjs'), lastsFor)
  return {
    config: { target: url, phases: [{ duration: 1, arrivalCount: connections }], processor: './artillery.cjs' },
    scenarios: [{ flow: [{ loop: [{ get: { url: '/', ...request } }], whileTrue: 'goesOn' }] }],
  }
}

function openScript({ url, connections, seconds, ratePerSecond }: OpenLoop): object {
  const phases = [{ duration: seconds, arrivalRate: ratePerSecond }]
  return {
    config: { target: url, phases, http: { pool: connections } },
    scenarios: [{ flow: [{ get: { url: '/' } }] }],
  }
}
