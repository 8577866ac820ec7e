import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOutput } from '../open-output.ts'
import { plan, secondsOf, sockets } from '../testing/load.ts'

const isMissing = spawnSync('prometheus', ['--version']).error !== undefined
if (isMissing) process.stdout.write('Skipped: prometheus was not found (Debian: apt install prometheus)\n')

const patienceMs = 30_000
const labels = 'test="checkout 1",variant="run"'

describe.skipIf(isMissing && process.env.CI === undefined)('a real Prometheus', () => {
  let folder: string
  let child: ChildProcess
  let url: string
  let scrapePort: number

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loadrun-prometheus-'))
    scrapePort = await freePort()
    const config = join(folder, 'prometheus.yml')
    await writeFile(
      config,
      `scrape_configs: [{ job_name: loadrun, scrape_interval: 200ms, scrape_timeout: 200ms, static_configs: [{ targets: ["127.0.0.1:${scrapePort}"] }] }]\n`,
    )
    child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
        '--web.enable-remote-write-receiver',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    url = `http://${await addressSaid(child.stderr)}`
    await until(async () => (await fetch(`${url}/-/ready`)).ok)
  }, patienceMs)

  afterAll(async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    await rm(folder, { recursive: true, force: true })
  })

  /** The value of the one series that the query finds. */
  async function numberOf(query: string): Promise<number | undefined> {
    const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`)
    const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } }
    return data.result.length === 1 ? Number(data.result[0]?.value[1]) : undefined
  }

  test('is written to, and knows the figures of the run', async () => {
    const target = { kind: 'remote-write', url: `${url}/api/v1/write` } as const
    const output = await openOutput(target, plan, { nowEpochMs: Date.now })
    for (const second of secondsOf(2, [3, 20, 300])) {
      output.second(second, sockets)
      // Prometheus takes one sample a series and millisecond.
      await wait(5)
    }
    expect(await output.end()).toBeUndefined()
    const ok = `{${labels},job="",scenario="visitors",step="GET /",outcome="ok"}`
    expect(await numberOf(`loadrun_http_reqs_total${ok}`)).toBe(6)
    expect(await numberOf(`loadrun_http_req_failures_total{job="",cause="status"}`)).toBe(2)
    expect(await numberOf(`loadrun_sockets{job="",end="from",state="TIME_WAIT",leg="client → server"}`)).toBe(3)
    expect(await numberOf(`loadrun_response_time_seconds_count${ok}`)).toBe(6)
    expect(await numberOf(`loadrun_response_time_seconds_bucket${ok.replace('}', ',le="0.025"}')}`)).toBe(4)
    expect(await numberOf(`loadrun_response_time_seconds_bucket${ok.replace('}', ',le="+Inf"}')}`)).toBe(6)
    expect(await numberOf(`loadrun_response_time_seconds_sum${ok}`)).toBeCloseTo(0.646, 2)
  })

  test('scrapes them', async () => {
    const output = await openOutput({ kind: 'prometheus', host: '127.0.0.1', port: scrapePort }, plan, {
      nowEpochMs: Date.now,
    })
    for (const second of secondsOf(2, [3, 20, 300])) output.second(second, sockets)
    const ok = `{${labels},job="loadrun",scenario="visitors",step="GET /",outcome="ok"}`
    await until(async () => (await numberOf(`loadrun_http_reqs_total${ok}`)) === 6)
    expect(await numberOf(`loadrun_response_time_seconds_count${ok}`)).toBe(6)
    expect(await numberOf(`loadrun_sockets{job="loadrun",end="to",state="ESTABLISHED"}`)).toBe(7)
    expect(await output.end()).toBeUndefined()
  })

  test('refuses what is wrong, and that is told', async () => {
    const output = await openOutput({ kind: 'remote-write', url: `${url}/no/such/path` }, plan, {
      nowEpochMs: Date.now,
    })
    for (const second of secondsOf(2, [3])) output.second(second, undefined)
    expect(await output.end()).toMatch(/\/no\/such\/path did not take 2 of 2 seconds: status 40[45]/)
  })
})

test('remote write tells what a receiver that is away did not take', async () => {
  const target = { kind: 'remote-write', url: `http://127.0.0.1:${await freePort()}/api/v1/write` } as const
  const output = await openOutput(target, plan, { nowEpochMs: Date.now })
  for (const second of secondsOf(3, [3])) output.second(second, undefined)
  expect(await output.end()).toMatch(/did not take 3 of 3 seconds: .*ECONNREFUSED/)
})

test('a scrape endpoint that cannot be had is an error at once', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await expect(
    openOutput({ kind: 'prometheus', host: '127.0.0.1', port }, plan, { nowEpochMs: Date.now }),
  ).rejects.toThrow('EADDRINUSE')
  server.close()
})

/** Below what Linux gives to outgoing connections, so that none takes it before something listens on it. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

/** Where Prometheus says that it listens. */
async function addressSaid(stderr: Readable | null): Promise<string> {
  let said = ''
  for await (const text of stderr?.setEncoding('utf8').iterator({ destroyOnReturn: false }) ?? []) {
    said += text
    const address = /"Listening on" address=(\S+)/.exec(said)?.[1]
    if (address !== undefined) {
      stderr?.resume()
      return address
    }
  }
  throw new Error(`Prometheus ended: ${said}`)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + patienceMs
  while (Date.now() < deadlineMs) {
    if (await isSo().catch(() => false)) return
    await wait(50)
  }
  throw new Error(`It was not so within ${patienceMs} ms`)
}
