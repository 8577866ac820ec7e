// What loadrun costs, how exactly it keeps its plan and whether its figures are true, beside other generators, in turn
// on one machine: `pnpm bench [TARGET] [--quick] [--rounds N] [--seconds N] [--only NAME,NAME] [--server NAME]
// [--json FILE]`.
// docs/performance.md and docs/accuracy.md say how to read it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { accuracy } from './accuracy.ts'
import { closedLoop } from './closed-loop.ts'
import { generators } from './generators.ts'
import { memory } from './memory.ts'
import { startNginx } from './nginx.ts'
import { pacing } from './pacing.ts'
import { type BenchServer, type ServerRules, startServer } from './server.ts'
import { steps } from './steps.ts'
import type { Target } from './target.ts'
import { workers } from './workers.ts'

const targets: Readonly<Record<string, Target>> = {
  closed: closedLoop('closedLoop', 'Connections that are kept'),
  connections: closedLoop('newConnections', 'A new connection for each request'),
  workers,
  pacing,
  accuracy,
  memory,
  steps,
}

const startServerOf: Readonly<Record<string, typeof startServer>> = { own: startServer, nginx: startNginx }

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    server: { type: 'string', default: 'own' },
    json: { type: 'string' },
  },
})
const [name = 'closed'] = positionals
const target = targets[name]
if (target === undefined || positionals.length > 1)
  throw new Error(`Cannot measure '${positionals.join(' ')}': wanted is one of ${Object.keys(targets).join(', ')}`)
const start = startServerOf[given.server]
if (start === undefined)
  throw new Error(`Cannot measure with '${given.server}': wanted is one of ${Object.keys(startServerOf).join(', ')}`)
if (availableParallelism() < 2)
  throw new Error('Cannot measure: generator and server need a core each, and there is one')

const rounds = Number(given.rounds ?? (given.quick ? 3 : 5))
const seconds = Number(given.seconds ?? (given.quick ? 7 : 10))
const only = given.only?.split(',')
const folder = mkdtempSync(join(tmpdir(), 'loadrun-bench-'))
const servers: BenchServer[] = []
const server = async (rules?: ServerRules) => {
  for (const old of servers.splice(0)) await old.stop()
  const made = await start(folder, 0, rules)
  servers.push(made)
  return made
}
try {
  // Artillery takes as long to install and to start as all others take to be measured.
  const chosen = generators.filter(({ name }) => only?.includes(name) ?? !(given.quick && name === 'artillery'))
  const { title, lines, data } = await target({ generators: chosen, server, folder, rounds, seconds })
  const [head = [], ...rows] = lines
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const against = given.server === 'own' ? '' : `; the server is ${given.server}`
  process.stdout.write(`${title}${against}\n\n${table.join('\n')}\n`)
  if (given.json !== undefined) {
    const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version }
    writeFileSync(
      given.json,
      `${JSON.stringify({ machine, target: name, server: given.server, rounds, seconds, data }, null, 2)}\n`,
    )
  }
} finally {
  for (const old of servers) await old.stop()
  rmSync(folder, { recursive: true })
}
