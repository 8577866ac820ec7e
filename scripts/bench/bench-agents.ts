// What many agents cost their coordinator and NATS: `pnpm bench:agents [--agents N] [--seconds N] [--requests N]`. The
// agents are simulated; NATS, JetStream and the coordinator are real. docs/agents.md says how to read it.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { openAgents } from '../../packages/agents/src/index.ts'
import { NatsServer } from '../../packages/agents/src/testing/nats-server.ts'
import { readScenario } from '../../packages/plan/src/index.ts'
import { median } from './spread.ts'

const { values: given } = parseArgs({
  options: { agents: { type: 'string' }, seconds: { type: 'string' }, requests: { type: 'string' } },
})
const agents = Number(given.agents ?? 200)
const seconds = Number(given.seconds ?? 10)
const requests = Number(given.requests ?? 5000)

const text = `
target: http://127.0.0.1:1
workers: 1
scenarios: { visits: { executor: constant-arrival-rate, rate: 1/s, duration: ${seconds}s, steps: [{ get: / }] } }`
const read = readScenario(text, { file: 'bench-agents', cores: 1 })
const [plan] = 'plans' in read ? read.plans : []
if (plan === undefined) throw new Error('The scenario of the bench is no plan')

const nats = await NatsServer.start()
const simulated = fork(
  join(import.meta.dirname, 'simulated-agents.ts'),
  [nats.url, `${agents}`, `${seconds}`, `${requests}`],
  { stdio: 'inherit' },
)
let reportedBytes = 0
simulated.on('message', (message: { reportedBytes?: number }) => {
  reportedBytes = message.reportedBytes ?? reportedBytes
})
try {
  await once(simulated, 'message')
  const fleet = await openAgents({
    nats: { url: nats.url },
    prefix: 'loadrun',
    agents,
    labels: {},
    waitMs: 30_000,
    lossAfterMs: 30_000,
    onLoss: 'stop',
    degradedAllowed: false,
    onEvent: (event) => process.stderr.write(`${event}\n`),
  })
  let startEpochMs = 0
  let before = process.cpuUsage()
  const lagsMs: number[] = []
  const made = await fleet.generate(plan, {
    targets: ['http://127.0.0.1:1'],
    signal: AbortSignal.timeout((seconds + 120) * 1000),
    onStart: (atEpochMs) => {
      startEpochMs = atEpochMs
      before = process.cpuUsage()
    },
    onInterval: ({ toMs }) => lagsMs.push(performance.timeOrigin + performance.now() - startEpochMs - toMs),
  })
  const { user, system } = process.cpuUsage(before)
  await fleet.close()
  const counted = made.total.requests['visits/GET /']?.ok.count
  const rows = [
    ['agents', agents],
    ['requests counted (of all that were reported)', `${counted} of ${agents * seconds * requests}`],
    ['a report of one second, compressed', `${Math.round(reportedBytes / agents / (seconds + 2))} bytes`],
    ['coordinator, processor time a second of load', `${Math.round((user + system) / 1000 / seconds)} ms`],
    ['the same for each agent', `${((user + system) / 1000 / seconds / agents).toFixed(2)} ms`],
    ['a second of all agents is merged, after its end', `${Math.round(median(lagsMs))} ms (median)`],
  ]
  for (const [label, value] of rows) process.stdout.write(`${String(label).padEnd(50)}${value}\n`)
} finally {
  simulated.kill()
  await nats.stop()
}
