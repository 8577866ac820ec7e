import type { Generator } from './generators.ts'
import { isInstalled, unlessItFails } from './installed.ts'
import { costOf, type Measurement, measure } from './measure.ts'
import type { BenchServer } from './server.ts'
import { median, ratios, spread } from './spread.ts'
import type { Target } from './target.ts'

/** Ratios that lie further apart than this say more of the machine than of the generators. */
const widestSpread = 0.25
const connections = 50

/** What a request costs over connections that are kept, or with a connection of its own. */
export function closedLoop(kind: 'closedLoop' | 'newConnections', what: string): Target {
  return async ({ generators, server, folder, rounds, seconds }) => {
    const commandOf = (generator: Generator, to: Pick<BenchServer, 'url'>) =>
      generator[kind]?.({ url: to.url, connections, seconds, folder })
    const installed = generators.filter((generator) => {
      const command = commandOf(generator, { url: 'http://127.0.0.1' })
      return command !== undefined && isInstalled(command, generator.name)
    })
    const running = await server()
    const rows = new Map<Generator, Measurement[]>(installed.map((generator) => [generator, []]))
    for (let round = 1; round <= rounds; round++) {
      for (const [generator, measurements] of rows) {
        process.stderr.write(`round ${round} of ${rounds}: ${generator.name}\n`)
        const command = commandOf(generator, running) ?? []
        const measurement = await unlessItFails(generator.name, () => measure(command, running, { core: 1, seconds }))
        if (measurement === undefined) rows.delete(generator)
        else measurements.push(measurement)
      }
    }
    const measured = new Map(Array.from(rows, ([{ name }, measurements]) => [name, measurements]))
    const table = tableOf(measured)
    return {
      title: `${what}: ${connections} connections, closed loop; ${rounds} rounds of ${seconds} s, in turn`,
      lines: linesOf(table),
      data: { connections, table, rows: Object.fromEntries(measured) },
    }
  }
}

function tableOf(measured: ReadonlyMap<string, readonly Measurement[]>) {
  const costs = (of: readonly Measurement[]) => of.map(costOf)
  const base = costs(measured.get('wrk') ?? [])
  return [...measured].map(([generator, each]) => {
    const cost = costs(each)
    const toWrk = ratios(cost, base)
    return {
      generator,
      microseconds: median(cost),
      spread: spread(cost),
      user: median(each.map(({ userMicroseconds, requests }) => userMicroseconds / requests)),
      perSecond: median(each.map(({ requestsPerSecond }) => requestsPerSecond)),
      toWrk: base.length > 0 && spread(toWrk) <= widestSpread ? median(toWrk) : undefined,
      toWrkSpread: spread(toWrk),
    }
  })
}

function linesOf(table: ReturnType<typeof tableOf>): readonly (readonly string[])[] {
  const cells = table.map((row) => [
    row.generator,
    row.microseconds.toFixed(1),
    row.user.toFixed(1),
    `${(row.spread * 100).toFixed(0)} %`,
    Math.round(row.perSecond).toLocaleString('en'),
    row.toWrk === undefined ? `none: rounds differ by ${(row.toWrkSpread * 100).toFixed(0)} %` : row.toWrk.toFixed(2),
  ])
  return [['generator', 'µs a request', 'of which user', 'spread', 'requests/s', 'to wrk'], ...cells]
}
