import { availableParallelism } from 'node:os'
import process from 'node:process'
import { loadrunCommand } from './generators.ts'
import { costOf, type Measurement, measure } from './measure.ts'
import { median, ratios, spread } from './spread.ts'
import type { Target } from './target.ts'

const connections = 100

/**
 * What a second worker adds. Where it has a core of its own beside the server's, by what both get done; on two cores by
 * what a request costs where both share one: were they free of each other, it would cost the same.
 */
export const workers: Target = async ({ server, folder, rounds, seconds }) => {
  const hasOwnCore = availableParallelism() > 2
  const running = await server()
  const measured = new Map<number, Measurement[]>([1, 2].map((count) => [count, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const [count, rows] of measured) {
      process.stderr.write(`round ${round} of ${rounds}: ${count} workers\n`)
      const scenario = { executor: 'constant-vus', vus: connections, duration: `${seconds}s` }
      const load = { url: running.url, folder }
      const command = loadrunCommand(`workers-${count}`, load, scenario, { workers: count })
      rows.push(await measure(command, running, { core: count === 2 && hasOwnCore ? '1,2' : 1, seconds }))
    }
  }
  const [one = [], two = []] = [...measured.values()]
  const gains = hasOwnCore ? ratios(two.map(perSecond), one.map(perSecond)) : ratios(one.map(costOf), two.map(costOf))
  const gain = median(gains) * (hasOwnCore ? 1 : 2)
  const cells = (rows: readonly Measurement[]) => [
    median(rows.map(perSecond)).toFixed(0),
    median(rows.map(costOf)).toFixed(1),
  ]
  return {
    title: `A second worker, ${hasOwnCore ? 'with a core of its own' : 'on the core of the first'}: ${connections} connections, ${rounds} rounds of ${seconds} s, in turn`,
    lines: [
      ['workers', 'requests/s', 'µs a request', hasOwnCore ? 'gain' : 'gain with a core of its own', 'spread'],
      ['1', ...cells(one), '1.00', ''],
      ['2', ...cells(two), gain.toFixed(2), `${(spread(gains) * 100).toFixed(0)} %`],
    ],
    data: { hasOwnCore, gain, measured: Object.fromEntries(measured) },
  }
}

function perSecond({ requestsPerSecond }: Measurement): number {
  return requestsPerSecond
}
