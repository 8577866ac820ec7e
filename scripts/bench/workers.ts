import { availableParallelism } from 'node:os'
import process from 'node:process'
import { loadrunCommand } from './generators.ts'
import { measure } from './measure.ts'
import { median, ratios, spread } from './spread.ts'
import type { Target } from './target.ts'

const connections = 100
const wanted = 3

/** What a second worker adds, where it has a core of its own. */
export const workers: Target = async ({ server, folder, rounds, seconds }) => {
  if (availableParallelism() < wanted)
    throw new Error(`Cannot measure two workers beside a server: that takes ${wanted} cores, and there are fewer`)
  const running = await server()
  const perSecond = new Map<number, number[]>([1, 2].map((count) => [count, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const [count, rates] of perSecond) {
      process.stderr.write(`round ${round} of ${rounds}: ${count} workers\n`)
      const scenario = { executor: 'constant-vus', vus: connections, duration: `${seconds}s` }
      const load = { url: running.url, folder }
      const command = loadrunCommand(`workers-${count}`, load, scenario, { workers: count })
      rates.push((await measure(command, running, { core: count === 1 ? 1 : '1,2', seconds })).requestsPerSecond)
    }
  }
  const [one = [], two = []] = [...perSecond.values()]
  const gains = ratios(two, one)
  return {
    title: `Requests a second over ${connections} connections; ${rounds} rounds of ${seconds} s, in turn`,
    lines: [
      ['workers', 'requests/s', 'to one worker', 'spread'],
      ['1', median(one).toFixed(0), '1.00', ''],
      ['2', median(two).toFixed(0), median(gains).toFixed(2), `${(spread(gains) * 100).toFixed(0)} %`],
    ],
    data: { perSecond: Object.fromEntries(perSecond) },
  }
}
