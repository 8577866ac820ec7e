// What a request costs each load generator, measured in turn on one machine: `pnpm bench [--quick] [--rounds N]
// [--seconds N] [--only NAME,NAME] [--json FILE]`. docs/performance.md says how to read it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { type Generator, generators } from './generators.ts'
import { type Measurement, measure } from './measure.ts'
import { startServer } from './server.ts'
import { median, ratios, spread } from './spread.ts'

/** Ratios that lie further apart than this say more of the machine than of the generators. */
const widestSpread = 0.25
const connections = 50

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})
const rounds = Number(given.rounds ?? (given.quick ? 3 : 5))
const seconds = Number(given.seconds ?? (given.quick ? 5 : 8))
const only = given.only?.split(',')

if (availableParallelism() < 2)
  throw new Error('Cannot measure: generator and server need a core each, and there is one')
const folder = mkdtempSync(join(tmpdir(), 'loadrun-bench-'))
const server = await startServer(folder, 0)
try {
  const chosen = generators.filter(({ name }) => only?.includes(name) ?? true).filter(isInstalled)
  const measured = new Map<string, Measurement[]>(chosen.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const generator of chosen) {
      process.stderr.write(`round ${round} of ${rounds}: ${generator.name}\n`)
      const command = generator.command({ url: server.url, connections, seconds, folder })
      measured.get(generator.name)?.push(await measure(command, server, { core: 1, seconds }))
    }
  }
  const table = tableOf(measured)
  process.stdout.write(
    `${connections} connections, kept alive, closed loop; ${rounds} rounds of ${seconds} s, in turn\n\n`,
  )
  process.stdout.write(`${linesOf(table).join('\n')}\n`)
  if (given.json !== undefined) {
    const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version }
    const rows = Object.fromEntries(measured)
    writeFileSync(given.json, `${JSON.stringify({ machine, connections, rounds, seconds, table, rows }, null, 2)}\n`)
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true })
}

function isInstalled(generator: Generator): boolean {
  const [program = ''] = generator.command({ url: 'http://127.0.0.1', connections: 1, seconds: 1, folder })
  if (program === process.execPath) return true
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write(`${generator.name} is not installed, and is left out\n`)
    return false
  }
}

function tableOf(measured: ReadonlyMap<string, readonly Measurement[]>) {
  const costs = (of: readonly Measurement[]) =>
    of.map(({ userMicroseconds, systemMicroseconds, requests }) => (userMicroseconds + systemMicroseconds) / requests)
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

function linesOf(table: ReturnType<typeof tableOf>): readonly string[] {
  const cells = table.map((row) => [
    row.generator,
    row.microseconds.toFixed(1),
    row.user.toFixed(1),
    `${(row.spread * 100).toFixed(0)} %`,
    Math.round(row.perSecond).toLocaleString('en'),
    row.toWrk === undefined ? `none: rounds differ by ${(row.toWrkSpread * 100).toFixed(0)} %` : row.toWrk.toFixed(2),
  ])
  const head = ['generator', 'µs a request', 'of which user', 'spread', 'requests/s', 'to wrk']
  return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`)
}
