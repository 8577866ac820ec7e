import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import type { CommandPlan } from '@loadrun/plan'
import { ChildEnd } from '../child-end.ts'
import { freePort } from '../free-port.ts'
import type { TierAddress, Upstream } from '../messages.ts'
import type { RunningTier } from '../run-tier-process.ts'
import { fillHoles, type Holes } from './fill-holes.ts'
import { usageOf } from './process-usage.ts'

export interface RunningCommand extends RunningTier {
  /** Settles with how the program ended, as `with exit code 1`, unless it was stopped. */
  readonly ended: Promise<string>
}

const lookEveryMs = 20
/** After this it is killed: less than what a tier's own process is given. */
const stopsWithinMs = 3_000

/** Starts a program, with what it started in a process group of its own, and waits until something listens on its port. */
export async function startCommand(plan: CommandPlan, upstream: Upstream | undefined): Promise<RunningCommand> {
  const { host } = plan
  const port = plan.port ?? (await freePort(host))
  const folder = mkdtempSync(join(tmpdir(), 'loadrun-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', removeFolder)

  const holes: Holes = { host, port: String(port), folder, upstream: upstream && hostAndPort(upstream) }
  for (const [name, text] of Object.entries(plan.files)) writeFileSync(join(folder, name), fillHoles(text, holes))
  const words = plan.command.map((word) => fillHoles(word, holes))
  const environment = Object.entries(plan.environment).map(([name, text]) => [name, fillHoles(text, holes)])
  const child = start(words, { ...process.env, ...Object.fromEntries(environment) })
  const end = new ChildEnd(child)
  for (const said of [child.stdout, child.stderr]) said?.on('data', (piece) => process.stderr.write(piece))
  const killGroup = () => signalGroup(child, 'SIGKILL')
  process.once('exit', killGroup)

  let hasEnded = false
  const ended = end.ended.then((how) => {
    hasEnded = true
    return how
  })
  while (!(await listens(host, port))) {
    if (hasEnded)
      throw new Error(`${words[0]} ended ${await ended} before it listened on port ${port}${end.lastWords()}`)
    await delay(lookEveryMs)
  }
  const stopped = Promise.withResolvers<never>()
  let isStopping = false
  return {
    address: { addresses: [host], port } satisfies TierAddress,
    counts: () => usageOf(child.pid ?? 0),
    upstreamFailures: () => [],
    loadStarted: () => {},
    ended: ended.then((how) => (isStopping ? stopped.promise : how)),
    async stop() {
      isStopping = true
      signalGroup(child, 'SIGTERM')
      await Promise.race([ended, delay(stopsWithinMs, undefined, { ref: false })])
      killGroup()
      removeFolder()
    },
  }
}

/** The kernel ends the program, too, when this process is killed and can no longer do so. */
function start([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const options: SpawnOptions = { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }
  const canTie = process.platform === 'linux' && spawnSync('setpriv', ['--version']).status === 0
  return canTie
    ? spawn('setpriv', ['--pdeathsig', 'TERM', '--', program, ...args], options)
    : spawn(program, args, options)
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It has ended, and all that it had started.
  }
}

/** Connects and resets at once, which leaves no TIME_WAIT and nothing to answer. */
function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.resetAndDestroy()
      resolve(true)
    })
  })
}

function hostAndPort(upstream: Upstream): string {
  if ('url' in upstream) {
    const { hostname, port } = new URL(upstream.url)
    return `${hostname}:${port === '' ? '80' : port}`
  }
  const [address = ''] = upstream.addresses
  return `${address.includes(':') ? `[${address}]` : address}:${upstream.port}`
}
