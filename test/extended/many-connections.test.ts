import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, describe, expect, test } from 'vitest'
import { clockSince, compileRequest, type Exchange, Network, openClient } from '../../packages/http/src/index.ts'
import { plainConnecting } from '../../packages/plan/src/index.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill()
})

/** Descriptors are needed for other things, too. */
function connectionsPermitted(): number {
  const limit = /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return Math.min(19_000, Number(limit) - 500)
}

/** Base URLs of several addresses: towards one alone, Linux finds free ports ever more slowly. */
async function startServer(count: number): Promise<readonly string[]> {
  const program = join(import.meta.dirname, '../support/holding-server.ts')
  const child = spawn(process.execPath, [program, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [port] = await once(child.stdout, 'data')
  return Array.from({ length: 16 }, (_, index) => `http://127.0.0.${index + 1}:${String(port).trim()}`)
}

describe('one process', () => {
  test('holds as many connections at once as it has descriptors, and counts every request over them', async () => {
    const count = connectionsPermitted()
    const urls = await startServer(count)
    const client = openClient('wire', new Network(clockSince(Date.now()), plainConnecting))
    const isExpected = (status: number) => status === 200
    const request = compileRequest({ method: 'GET', url: '/', headers: {}, body: undefined, isExpected }, urls)
    const limits = { timeoutMs: 60_000, signal: new AbortController().signal }
    const ends = await Promise.all(
      Array.from({ length: count }, () => new Promise<Exchange>((resolve) => client.send(request, limits, resolve))),
    )
    expect(new Set(ends.map(({ failure }) => failure?.text))).toEqual(new Set([undefined]))
    // All were open at once: the first answer came after the last request.
    const lastSentMs = ends.reduce((last, { startedMs }) => Math.max(last, startedMs), 0)
    const firstByteMs = ends.reduce((first, each) => Math.min(first, each.firstByteMs), Number.POSITIVE_INFINITY)
    expect(firstByteMs).toBeGreaterThan(lastSentMs)
    await client.close()
  })
})
