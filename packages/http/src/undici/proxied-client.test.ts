import { afterEach, describe, expect, test } from 'vitest'
import { clockSince } from '../clock.ts'
import type { ConnectRules } from '../connecting/connect-rules.ts'
import { Network } from '../connecting/network.ts'
import { openClient } from '../open-client.ts'
import { compileRequest } from '../request.ts'
import { exchangeOf } from '../testing/exchange-of.ts'
import { plainConnectRules } from '../testing/plain-connect-rules.ts'
import { startProxy } from '../testing/proxy-server.ts'
import { answering, startRawServer } from '../testing/raw-server.ts'
import { pem, startTlsServer } from '../testing/tls-server.ts'

const closings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close()
})

const answer = answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
const tls = { ...plainConnectRules.tls, ca: pem('ca') }

function sender(rules: Partial<ConnectRules>) {
  const client = openClient('undici', new Network(clockSince(Date.now()), { ...plainConnectRules, tls, ...rules }))
  closings.push(() => client.close())
  return (url: string) => {
    const isExpected = (status: number) => status < 400
    const request = compileRequest({ method: 'GET', url: '/a', headers: {}, body: undefined, isExpected }, [url])
    return exchangeOf(client, request, { timeoutMs: 50_000, signal: new AbortController().signal })
  }
}

async function closing<Server extends { close(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting
  closings.push(server.close)
  return server
}

describe('a proxy', () => {
  test('passes requests to http:// targets on', async () => {
    const server = await closing(startRawServer(answer))
    const proxy = await closing(startProxy())
    const send = sender({ proxy: proxy.url.replace('//', '//ann:s%20cret@') })
    for (let sent = 0; sent < 2; sent++) {
      expect((await send(`http://shop.test:${server.port}`)).failure).toBeUndefined()
    }
    expect(proxy.asked).toEqual(Array(2).fill(`GET http://shop.test:${server.port}/a`))
    expect([...proxy.authorizations]).toEqual([`Basic ${btoa('ann:s cret')}`])
  })

  test('lets TLS through to https:// targets, whose certificate is looked at', async () => {
    const server = await closing(startTlsServer(answer))
    const proxy = await closing(startProxy())
    const send = sender({ proxy: proxy.url.replace('//', '//ann:secret@') })
    const exchange = await send(`https://shop.test:${server.port}`)
    expect([exchange.status, exchange.failure]).toEqual([200, undefined])
    expect(exchange.setup?.handshakingMs).toBeGreaterThan(0)
    expect(proxy.asked).toEqual([`CONNECT shop.test:${server.port}`])
    expect([...proxy.authorizations]).toEqual([`Basic ${btoa('ann:secret')}`])
    expect((await send(`https://other.test:${server.port}`)).failure?.cause).toBe('certificate')
  })

  test('that does not let through is a failure of its own, with its words', async () => {
    const proxy = await closing(startProxy({ refuses: true }))
    const exchange = await sender({ proxy: proxy.url })('https://shop.test')
    expect(exchange.failure).toMatchObject({
      cause: 'proxy',
      text: 'The proxy did not lead to shop.test:443: 403 Not for you',
      connection: undefined,
    })
  })

  test('that is not one, or is not there, is told', async () => {
    const server = await closing(startRawServer((socket) => socket.once('data', () => socket.end())))
    const cut = await sender({ proxy: server.url })('https://shop.test')
    expect(cut.failure).toMatchObject({ cause: 'proxy', text: expect.stringContaining('closed the connection') })
    await server.close()
    closings.pop()
    expect((await sender({ proxy: server.url })('https://shop.test')).failure?.cause).toBe('connection-refused')
  })
})
