import process from 'node:process'
import { clockSince } from '../clock.ts'
import { Network } from '../connecting/network.ts'
import { type ClientKind, openClient } from '../open-client.ts'
import { compileRequest } from '../request.ts'
import { exchangeOf } from './exchange-of.ts'
import { plainConnectRules } from './plain-connect-rules.ts'

// A process of its own, so that it can have limits of its own: sends many requests at once, then a few, and prints what
// came of them, by cause, a line for each time.
const [, , kind, url = '', count] = process.argv
const client = openClient(kind as ClientKind, new Network(clockSince(Date.now()), plainConnectRules))
const isExpected = (status: number) => status < 400
const request = compileRequest({ method: 'GET', url: '/', headers: {}, body: undefined, isExpected }, [url])
const limits = { timeoutMs: 50_000, signal: new AbortController().signal }
for (const times of [Number(count), 10]) {
  const counts: Record<string, number> = {}
  const ends = await Promise.all(Array.from({ length: times }, () => exchangeOf(client, request, limits)))
  for (const { failure } of ends) counts[failure?.cause ?? 'ok'] = (counts[failure?.cause ?? 'ok'] ?? 0) + 1
  process.stdout.write(`${JSON.stringify(counts)}\n`)
}
await client.close()
