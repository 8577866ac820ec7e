// Agents for `bench-agents.ts` that send no load: they answer a coordinator as real ones do, and report seconds with as
// many requests as they are told. All of them are in this one process, on one connection.
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { jetstream } from '@nats-io/jetstream'
import { connect, type Msg } from '@nats-io/transport-node'
import { encode } from '../../packages/agents/src/protocol/encoding.ts'
import {
  type AgentCard,
  type Answer,
  type Order,
  protocolVersion,
  type Report,
} from '../../packages/agents/src/protocol/messages.ts'
import { subjectsUnder } from '../../packages/agents/src/protocol/subjects.ts'
import { Recorder, type Sample } from '../../packages/metrics/src/index.ts'

const [url = '', agents = '0', seconds = '0', requestsPerSecond = '0'] = process.argv.slice(2)
const subjects = subjectsUnder('loadrun')
const nats = await connect({ servers: url })
const client = jetstream(nats)
const recorder = new Recorder()
const request = recorder.request('visits', 'GET /')
let reportedBytes = 0

/** Seconds that any of the agents might have measured: log-normal times about 20 ms. */
const made: readonly Report[] = Array.from({ length: Number(seconds) }, (_, second) => {
  for (let index = 0; index < Number(requestsPerSecond); index++) {
    request.record(sampleOf(second * 1000 + (index * 1000) / Number(requestsPerSecond)))
  }
  return { type: 'second', metrics: recorder.take((second + 1) * 1000) }
})
const ended: Report = { type: 'ended', total: recorder.total(), interrupted: false, troubles: [] }

const ids = Array.from({ length: Number(agents) }, (_, index) => `simulated-${index}`)
nats.subscribe(subjects.discover, {
  callback: (_, message) => {
    for (const id of ids) message.respond(JSON.stringify(cardOf(id)))
  },
})
for (const id of ids) nats.subscribe(subjects.orders(id), { callback: (_, message) => void obey(id, message) })
await nats.flush()
process.send?.('ready')
process.once('disconnect', () => process.exit())

async function obey(id: string, message: Msg): Promise<void> {
  const order = message.json<Order>()
  const answer: Answer = { ok: true, epochMs: performance.timeOrigin + performance.now() }
  message.respond(JSON.stringify(answer))
  if (order.type === 'prepare') await report(id, order.run, 0, { type: 'ready' })
  if (order.type === 'start') await work(id, order.run, order.atEpochMs)
}

async function work(id: string, run: string, atEpochMs: number): Promise<void> {
  for (const [index, second] of made.entries()) {
    await delay(Math.max(0, atEpochMs + (index + 1) * 1000 - performance.timeOrigin - performance.now()))
    nats.publish(subjects.alive(run, id))
    await report(id, run, index + 1, second)
  }
  await report(id, run, made.length + 1, ended)
  process.send?.({ reportedBytes })
}

async function report(id: string, run: string, number: number, content: Report): Promise<void> {
  const bytes = encode({ number, report: content })
  reportedBytes += bytes.length
  const subject = subjects.reports(run, id)
  await client.publish(subject, bytes, { msgID: `${subject}.${number}`, timeout: 30_000 })
}

function cardOf(id: string): AgentCard {
  const host = { node: process.version, os: 'simulated', cpu: 'simulated', cores: 1 }
  return { protocol: protocolVersion, id, name: id, labels: {}, network: id, host }
}

function sampleOf(dueMs: number): Sample {
  const tookMs =
    20 * Math.exp(0.5 * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()))
  return {
    dueMs,
    sentMs: dueMs,
    startedMs: dueMs,
    firstByteMs: dueMs + tookMs,
    endMs: dueMs + tookMs,
    setup: undefined,
    sendingMs: 0,
    status: 200,
    bytesSent: 100,
    bytesReceived: 1000,
    failure: undefined,
  }
}
