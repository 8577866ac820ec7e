import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { deviationOf } from './deviation.ts'
import { type Generator, loadrunCommand } from './generators.ts'
import { isInstalled, unlessItFails } from './installed.ts'
import { costOf, measure } from './measure.ts'
import { median } from './spread.ts'
import type { Target } from './target.ts'

const rates = [1000, 5000, 10_000]
const connections = 50
/** For loops that do not wait for an answer before they send again: a connection must have carried one by then. */
const connectionsOfLoops = 500
/** Before what is measured of a load: code runs for the first time, and is compiled. */
const warmUpSeconds = 5

/** loadrun by each pacing, in place of the one generator of that name. */
const paced: readonly Generator[] = (['balanced', 'precise', 'economic'] as const).map((pacing) => ({
  name: `loadrun, ${pacing}`,
  openLoop: (load) => {
    const { ratePerSecond, seconds } = load
    const scenario = { executor: 'constant-arrival-rate', rate: `${ratePerSecond}/s`, duration: `${seconds}s` }
    return loadrunCommand(`loadrun-${pacing}`, load, scenario, { pacing })
  },
}))

/** How near this machine lets anything come to a plan, as other work and its host take time from whoever is running. */
const onTime: readonly Generator[] = (['spin', 'sleep'] as const).map((waiting) => ({
  name: waiting === 'spin' ? 'a loop in C' : 'the same, asleep between',
  openLoop: ({ url, seconds, ratePerSecond, folder }) => {
    const program = join(folder, 'on-time')
    if (!existsSync(program)) execFileSync('cc', ['-O2', '-o', program, join(import.meta.dirname, 'on-time.c')])
    return [program, new URL(url).port, ...[connectionsOfLoops, ratePerSecond, seconds].map(String), waiting]
  },
}))

/** How far from the plan requests reach the server, and what keeping to it costs. */
export const pacing: Target = async ({ generators, server, folder, rounds, seconds: measuredSeconds }) => {
  const seconds = warmUpSeconds + measuredSeconds
  const others = generators.filter(({ name }) => !name.startsWith('loadrun'))
  const installed = [...onTime, ...paced, ...others].filter((generator) => {
    const load = { url: 'http://127.0.0.1', connections, seconds, folder, ratePerSecond: 1 }
    const command = generator.openLoop?.(load)
    return command !== undefined && isInstalled(command, generator.name)
  })
  const chosen = new Set(installed)
  const rows: Row[] = []
  for (const ratePerSecond of rates) {
    for (let round = 1; round <= rounds; round++) {
      for (const generator of chosen) {
        if (ratePerSecond > (generator.mostPerSecond ?? Number.POSITIVE_INFINITY)) continue
        process.stderr.write(`${ratePerSecond}/s, round ${round} of ${rounds}: ${generator.name}\n`)
        const running = await server({ times: ratePerSecond * seconds })
        const load = { url: running.url, connections, seconds, folder, ratePerSecond }
        const command = generator.openLoop?.(load) ?? []
        const used = await unlessItFails(generator.name, () => measure(command, running, { core: 1, seconds }))
        if (used === undefined) {
          chosen.delete(generator)
          continue
        }
        const deviation = deviationOf(running.arrivalsMs(), ratePerSecond, warmUpSeconds * 1000)
        const { stolenMsPerSecond } = used
        rows.push({
          generator: generator.name,
          ratePerSecond,
          microseconds: costOf(used),
          stolenMsPerSecond,
          ...deviation,
        })
      }
    }
  }
  return {
    title: `Off the plan, as the server’s kernel notes it, without the constant offset; from the ${warmUpSeconds + 1}th second on; medians of ${rounds} rounds of ${measuredSeconds} s`,
    lines: linesOf(rows, installed),
    data: { rows },
  }
}

interface Row extends ReturnType<typeof deviationOf> {
  readonly generator: string
  readonly ratePerSecond: number
  readonly microseconds: number
  readonly stolenMsPerSecond: number
}

function linesOf(rows: readonly Row[], chosen: readonly Generator[]): readonly (readonly string[])[] {
  const head = ['rate', 'generator', 'p50', 'p99', 'rate error', 'µs a request', 'taken by the host']
  const lines = rates.flatMap((rate) =>
    chosen.flatMap(({ name }) => {
      const own = rows.filter(({ generator, ratePerSecond }) => generator === name && ratePerSecond === rate)
      if (own.length === 0) return []
      const middle = (of: (row: Row) => number) => median(own.map(of))
      const cells = [
        `${rate.toLocaleString('en')}/s`,
        name,
        durationText(middle(({ p50Ms }) => p50Ms)),
        durationText(middle(({ p99Ms }) => p99Ms)),
        `${(middle(({ rateError }) => Math.abs(rateError)) * 100).toFixed(3)} %`,
        middle(({ microseconds }) => microseconds).toFixed(0),
        `${middle(({ stolenMsPerSecond }) => stolenMsPerSecond).toFixed(0)} ms/s`,
      ]
      return [cells]
    }),
  )
  return [head, ...lines]
}

function durationText(ms: number): string {
  return ms < 1 ? `${(ms * 1000).toFixed(0)} µs` : `${ms.toPrecision(3)} ms`
}
