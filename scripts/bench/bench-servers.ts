// What a request costs the bundled limited server, beside node:http with the same answer: `pnpm bench:servers [--rounds N]
// [--seconds N]`. wrk makes the load, each server in turn has core 0. docs/performance.md says how to read it.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { median, ratios, spread } from './spread.ts'

const servers = ['limited-server', 'node-http'] as const
const connections = 50
/** Code runs for the first time in this time, and is compiled. */
const warmUpSeconds = 2
const microsecondsPerTick = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

interface Served {
  readonly requestsPerSecond: number
  /** Processor time of the server's process, in all its threads. */
  readonly microsecondsPerRequest: number
}

const { values: given } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' } } })
const rounds = Number(given.rounds ?? 5)
const seconds = Number(given.seconds ?? 5)
if (availableParallelism() < 2) throw new Error('Cannot measure: wrk and server need a core each, and there is one')

const measured = new Map<string, Served[]>(servers.map((name) => [name, []]))
for (let round = 1; round <= rounds; round += 1) {
  for (const name of servers) {
    process.stderr.write(`round ${round} of ${rounds}: ${name}\n`)
    measured.get(name)?.push(await serve(name))
  }
}
const base = costsOf('node-http')
process.stdout.write(`wrk, ${connections} connections, kept alive; ${rounds} rounds of ${seconds} s, in turn\n\n`)
for (const name of servers) {
  const costs = costsOf(name)
  const rates = (measured.get(name) ?? []).map(({ requestsPerSecond }) => requestsPerSecond)
  const toBase = ratios(costs, base)
  process.stdout.write(
    `${name.padEnd(15)} ${median(costs).toFixed(1)} µs a request (× ${median(toBase).toFixed(2)} of node-http, spread ` +
      `${Math.round(spread(toBase) * 100)} %): ${Math.round(1e6 / median(costs))}/s with a core to itself, ${Math.round(Math.max(...rates))}/s seen\n`,
  )
}

function costsOf(name: string): readonly number[] {
  return (measured.get(name) ?? []).map(({ microsecondsPerRequest }) => microsecondsPerRequest)
}

async function serve(name: string): Promise<Served> {
  const program = join(import.meta.dirname, 'servers', `${name}.ts`)
  const running = spawn('taskset', ['-c', '0', process.execPath, program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(running, 'exit')
  try {
    const [url] = (await once(createInterface(running.stdout), 'line')) as [string]
    load(url, warmUpSeconds)
    const before = ticksOf(running.pid)
    const { requests, requestsPerSecond } = load(url, seconds)
    const microseconds = (ticksOf(running.pid) - before) * microsecondsPerTick
    return { requestsPerSecond, microsecondsPerRequest: microseconds / requests }
  } finally {
    running.kill('SIGKILL')
    await ended
  }
}

function load(url: string, forSeconds: number): { requests: number; requestsPerSecond: number } {
  const wrk = ['-c', '1', 'wrk', '-t', '1', '-c', String(connections), '-d', `${forSeconds}s`, url]
  const said = execFileSync('taskset', wrk, { encoding: 'utf8' })
  const requests = Number(/(\d+) requests in/.exec(said)?.[1])
  const requestsPerSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1])
  if (!(requests > 0)) throw new Error(`Cannot read what wrk measured, found: ${said}`)
  return { requests, requestsPerSecond }
}

/** `proc(5)`: fields 14 and 15 of `stat` count from behind the name, which may hold blanks. */
function ticksOf(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
