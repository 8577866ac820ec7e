import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadrunCommand } from './generators.ts'
import type { BenchServer } from './server.ts'
import type { Target } from './target.ts'

const few = 100
const many = 10_000
/** For the users to have made their connections, and for what that left behind to be collected. */
const settleMs = 6000

/** What an idle user with a connection of his own costs in memory, beyond the process. */
export const memory: Target = async ({ server, folder }) => {
  const rows: { client: string; kilobytes: number }[] = []
  for (const client of ['wire', 'undici']) {
    const [small = 0, large = 0] = [
      await residentKilobytes(await server(), folder, client, few),
      await residentKilobytes(await server(), folder, client, many),
    ]
    rows.push({ client, kilobytes: (large - small) / (many - few) })
  }
  return {
    title: `Memory for each of ${many} users who have sent one request and think, each with a connection of his own`,
    lines: [
      ['client', 'KB a user'],
      ...rows.map(({ client, kilobytes }) => [`loadrun, \`${client}\``, kilobytes.toFixed(1)]),
    ],
    data: { rows },
  }
}

async function residentKilobytes(server: BenchServer, folder: string, client: string, users: number): Promise<number> {
  process.stderr.write(`${client}: ${users} users\n`)
  const [program = '', ...args] = loadrunCommand(
    `memory-${client}`,
    { url: server.url, folder },
    {
      client,
      connections: 'per-vu',
      executor: 'constant-vus',
      vus: users,
      duration: '60s',
      gracefulStop: '0s',
      steps: [{ get: '/' }, { think: '10m' }],
    },
  )
  const running = spawn(program, args, { stdio: 'ignore' })
  const ended = once(running, 'exit')
  try {
    for (;;) {
      const answered = await server.answers()
      if (answered >= users) break
      if (running.exitCode !== null) throw new Error(`loadrun ended with ${answered} of ${users} users connected`)
      await sleep(50)
    }
    await sleep(settleMs)
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.pid}/status`, 'utf8'))?.[1])
  } finally {
    running.kill('SIGINT')
    await ended
  }
}
