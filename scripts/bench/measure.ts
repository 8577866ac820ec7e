import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchServer } from './server.ts'

/** What one generator used between two moments while its load was going on. Starting and reporting are not in it. */
export interface Measurement {
  readonly requests: number
  readonly requestsPerSecond: number
  /** Processor time of the generator's processes, in all their threads. */
  readonly userMicroseconds: number
  readonly systemMicroseconds: number
  /** What the host of a virtual machine took from all its processors together, in milliseconds of a second. */
  readonly stolenMsPerSecond: number
}

/** Processor time of a request, in microseconds. */
export function costOf({ userMicroseconds, systemMicroseconds, requests }: Measurement): number {
  return (userMicroseconds + systemMicroseconds) / requests
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Code runs for the first time in this time, and is compiled. */
const warmUpMs = 3000

/** The slowest of them has made a request after some seconds. */
const firstAnswerWithinMs = 60_000

/** `seconds` is how long the load lasts; measured from 3 s after its first answer to half a second before its end. */
export async function measure(
  command: readonly string[],
  server: BenchServer,
  { core, seconds }: Readonly<{ core: number | string; seconds: number }>,
): Promise<Measurement> {
  const before = await server.answers()
  const running = spawn('taskset', ['-c', String(core), ...command], { stdio: 'ignore' })
  const ended = once(running, 'exit')
  await firstAnswer(running, server, before)
  await sleep(warmUpMs)
  const start = await reading(running, server)
  await sleep(seconds * 1000 - warmUpMs - 500)
  const end = await reading(running, server)
  await ended
  const tookSeconds = (end.atMs - start.atMs) / 1000
  return {
    requests: end.answers - start.answers,
    requestsPerSecond: (end.answers - start.answers) / tookSeconds,
    userMicroseconds: ((end.userTicks - start.userTicks) / ticksPerSecond) * 1e6,
    systemMicroseconds: ((end.systemTicks - start.systemTicks) / ticksPerSecond) * 1e6,
    stolenMsPerSecond: ((end.stolenTicks - start.stolenTicks) / ticksPerSecond / tookSeconds) * 1000,
  }
}

async function firstAnswer(running: ChildProcess, server: BenchServer, before: number): Promise<void> {
  const startMs = performance.now()
  while ((await server.answers()) === before) {
    const command = running.spawnargs.join(' ')
    if (running.exitCode !== null) throw new Error(`${command} ended without a request`)
    if (performance.now() - startMs > firstAnswerWithinMs) {
      running.kill('SIGKILL')
      throw new Error(`${command} made no request within ${firstAnswerWithinMs / 1000} s`)
    }
    await sleep(10)
  }
}

async function reading(running: ChildProcess, server: BenchServer) {
  const answers = await server.answers()
  return { atMs: performance.now(), answers, stolenTicks: stolenTicks(), ...ticksOf(running.pid ?? 0) }
}

/** `proc(5)`: the eighth figure of the first line of `stat`. */
function stolenTicks(): number {
  return Number(readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/ +/)[8])
}

/**
 * Of a process and those that it has started and not waited for. `proc(5)`: fields 14 and 15 of `stat` count from
 * behind the name, which may hold blanks.
 */
function ticksOf(pid: number): { userTicks: number; systemTicks: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = { userTicks: Number(fields[11]), systemTicks: Number(fields[12]) }
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  for (const child of children.map((pid) => ticksOf(Number(pid)))) {
    ticks.userTicks += child.userTicks
    ticks.systemTicks += child.systemTicks
  }
  return ticks
}
