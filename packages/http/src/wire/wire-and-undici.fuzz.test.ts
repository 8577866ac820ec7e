import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { clockSince } from '../clock.ts'
import { Network } from '../connecting/network.ts'
import { type ClientKind, openClient } from '../open-client.ts'
import { compileRequest } from '../request.ts'
import { type GivenAnswer, hostileAnswer, soundAnswer } from '../testing/answers.ts'
import { exchangeOf } from '../testing/exchange-of.ts'
import { plainConnectRules } from '../testing/plain-connect-rules.ts'
import { onRequest, type RawServer, startRawServer } from '../testing/raw-server.ts'

interface Script extends GivenAnswer {
  /** Where the bytes are cut, as shares of their length. */
  readonly cuts: readonly number[]
}

/** The answer to any path but `/next`, for one connection each time. */
let script: Script
let server: RawServer
let connections = 0

beforeAll(async () => {
  server = await startRawServer((socket) => {
    connections++
    socket.setNoDelay(true)
    onRequest(socket, (head) => {
      if (head.includes('/next')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      else void write(socket)
    })
  })
})
afterAll(() => server.close())

async function write(socket: Parameters<Parameters<typeof startRawServer>[0]>[0]): Promise<void> {
  const { bytes, cuts, endsWithConnection } = script
  const ends = [...cuts.map((cut) => Math.floor(cut * bytes.length)).toSorted((a, b) => a - b), bytes.length]
  for (const [index, end] of ends.entries()) {
    const piece = bytes.slice(ends[index - 1] ?? 0, end)
    if (piece !== '') await new Promise((resolve) => socket.write(piece, 'latin1', resolve))
  }
  if (endsWithConnection) socket.end()
}

/** What a client makes of the script, and whether it takes the same connection for the next request. */
async function outcome(kind: ClientKind) {
  const client = openClient(kind, new Network(clockSince(Date.now()), plainConnectRules))
  const accepted = connections
  try {
    const exchange = await send(client, script.method, '/')
    const { failure, status } = exchange
    if (failure?.cause !== 'status') return { isRejected: true, cause: failure?.cause } as const
    await send(client, 'GET', '/next')
    const headers = Object.entries(failure.headers).map(([name, value]) => [
      name,
      // undici keeps blanks that stand after a value.
      value.replace(/[ \t]/g, ''),
    ])
    const isReused = connections - accepted === 1
    return { isRejected: false, status, headers: Object.fromEntries(headers), body: failure.body, isReused } as const
  } finally {
    await client.close()
  }
}

function send(client: Client, method: string, url: string) {
  // Every answer counts as a failure, because of those headers and body are kept.
  const given = { method, url, headers: {}, body: undefined, isExpected: () => false }
  const limits = { timeoutMs: 50_000, signal: new AbortController().signal }
  return exchangeOf(client, compileRequest(given, [server.url]), limits)
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 })

/** undici closes after these, though nothing but their head can come (RFC 9112, 6.3); the wire client need not. */
const hasNoBody = ({ method, bytes }: GivenAnswer) => method === 'HEAD' || / (304|204)[ \r]/.test(bytes)

/** Of the two that contradict each other undici believes the first for HTTP/1.0. */
const saysBoth = ({ bytes }: GivenAnswer) => /HTTP\/1\.0[\s\S]*keep-alive\r[\s\S]*close/i.test(bytes)

describe('The wire client and undici', () => {
  test('make the same of sound answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        soundAnswer.filter((answer) => !saysBoth(answer)),
        cuts,
        async (answer, given) => {
          script = { ...answer, cuts: given }
          const [wire, undici] = [await outcome('wire'), await outcome('undici')]
          const either = hasNoBody(script) && !undici.isRejected && !undici.isReused
          expect(either ? { ...wire, isReused: false } : wire).toEqual(undici)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('agree on hostile answers: what undici refuses is refused, and what is accepted says the same', async () => {
    await fc.assert(
      fc.asyncProperty(hostileAnswer, cuts, async (answer, given) => {
        script = { ...answer, cuts: given }
        const [wire, undici] = [await outcome('wire'), await outcome('undici')]
        expect(['protocol', 'closed', 'reset', undefined]).toContain(wire.isRejected ? wire.cause : undefined)
        if (wire.isRejected) return
        expect({ ...wire, isReused: undefined }).toEqual({ ...undici, isReused: undefined })
      }),
      { numRuns: 250 },
    )
  })
})
