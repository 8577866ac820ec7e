import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { histogramOf, type RunResult } from '@loadrun/metrics'
import type { Generator, OpenLoop } from './generators.ts'
import { isInstalled, unlessItFails } from './installed.ts'
import { type Percentiles, reports } from './reports.ts'
import type { Target } from './target.ts'

const ratePerSecond = 1000
const connections = 50
const stallMs = 1000
const everyMs = 10_000
const seconds = 20
const shares = [50, 90, 95, 99, 99.9]

/** What each generator says of a server that stands still for a second in every ten. */
export const accuracy: Target = async ({ generators, server, folder }) => {
  const rows: Row[] = [{ generator: 'what visitors waited', load: `${ratePerSecond}/s`, percentiles: truth() }]
  for (const { generator, kind, commandOf } of generators.flatMap(waysOf)) {
    const load = { url: 'http://127.0.0.1', connections, seconds, folder, ratePerSecond }
    if (!isInstalled(commandOf(load), generator.name)) continue
    process.stderr.write(`${generator.name}, ${kind}\n`)
    const running = await server({ stall: { stallMs, everyMs } })
    const percentiles = await unlessItFails(generator.name, async () => {
      const output = await outputOf(commandOf({ ...load, url: running.url }))
      return generator.name.startsWith('loadrun')
        ? loadrunPercentiles(folder, generator.name)
        : reports[generator.name]?.(output)
    })
    if (percentiles === undefined) continue
    const answered = await running.answers()
    rows.push({
      generator: generator.name,
      load: kind === 'open' ? `${ratePerSecond}/s` : 'closed loop',
      percentiles,
      answered,
    })
  }
  return {
    title: `A server that stands still for 1 s in every 10; ${seconds} s, ${connections} connections where they are limited`,
    lines: [
      ['generator', 'load', ...shares.map((share) => `p${share}`), 'requests'],
      ...rows.map(({ generator, load, percentiles, answered }) => [
        generator,
        load,
        ...shares.map((share) => durationText(percentiles[share])),
        answered === undefined ? `${ratePerSecond * seconds}` : String(answered),
      ]),
    ],
    data: { ratePerSecond, stallMs, everyMs, seconds, rows },
  }
}

interface Row {
  readonly generator: string
  readonly load: string
  readonly percentiles: Percentiles
  readonly answered?: number
}

interface Way {
  readonly generator: Generator
  readonly kind: 'open' | 'closed'
  readonly commandOf: (load: OpenLoop) => readonly string[]
}

/** At a rate where a generator can; wrk, which cannot, as fast as it goes. */
function waysOf(generator: Generator): readonly Way[] {
  const { openLoop, closedLoop } = generator
  if (openLoop !== undefined && (generator.name === 'loadrun' || reports[generator.name] !== undefined))
    return [{ generator, kind: 'open', commandOf: (load) => openLoop(load) }]
  if (closedLoop !== undefined && reports[generator.name] !== undefined)
    return [{ generator, kind: 'closed', commandOf: (load) => closedLoop(load) }]
  return []
}

/** Of visitors who come evenly: a tenth of them come within the stall, and wait until its end. */
function truth(): Percentiles {
  const stalled = stallMs / everyMs
  const waits = shares.map((share) => [share, Math.max(0, stallMs * (1 - (1 - share / 100) / stalled))] as const)
  return Object.fromEntries(waits)
}

function loadrunPercentiles(folder: string, name: string): Percentiles {
  const { total } = JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8')) as RunResult
  const [requests] = Object.values(total.requests)
  if (requests === undefined) throw new Error('loadrun counted no request')
  const responseTime = histogramOf(requests.ok.responseTime)
  return Object.fromEntries(shares.map((share) => [share, responseTime.percentileMs(share)]))
}

async function outputOf([program = '', ...args]: readonly string[]): Promise<string> {
  const running = spawn('taskset', ['-c', '1', program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(running, 'close')
  const output = await text(running.stdout)
  await ended
  return output
}

function durationText(ms: number | undefined): string {
  if (ms === undefined) return '–'
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${ms.toFixed(0)} ms`
}
