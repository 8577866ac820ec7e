import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import type { Client, Exchange } from './client.ts'
import type { ConnectRules } from './connecting/connect-rules.ts'
import type { PoolRules } from './pooled-client.ts'
import { compileRequest } from './request.ts'
import { startDnsServer, type Zone } from './testing/dns-server.ts'
import { exchangeOf } from './testing/exchange-of.ts'
import { plainConnectRules } from './testing/plain-connect-rules.ts'
import { answering, startRawServer } from './testing/raw-server.ts'
import { pem, startTlsServer } from './testing/tls-server.ts'

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'

/** How every client must make connections, shown with real servers. */
export function describeConnecting(
  name: string,
  makeClient: (rules: PoolRules | undefined, connect: ConnectRules) => Client,
): void {
  const closings: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closings.splice(0).reverse()) await close()
  })

  function client(connect: Partial<ConnectRules>, rules?: PoolRules) {
    const made = makeClient(rules, { ...plainConnectRules, ...connect })
    closings.push(() => made.close())
    return (url: string, timeoutMs = 50_000): Promise<Exchange> => {
      const given = {
        method: 'GET',
        url: '/',
        headers: {},
        body: undefined,
        isExpected: (status: number) => status < 400,
      }
      return exchangeOf(made, compileRequest(given, [url]), { timeoutMs, signal: new AbortController().signal })
    }
  }

  async function serve(host?: string, onConnection: (socket: Socket) => void = answering(answer)) {
    const server = await startRawServer(onConnection, host)
    closings.push(server.close)
    return server
  }

  async function serveTls(options?: TlsOptions) {
    const server = await startTlsServer(answering(answer), options)
    closings.push(server.close)
    return server
  }

  async function nameServer(zone: Zone) {
    const server = await startDnsServer(zone)
    closings.push(server.close)
    return server
  }

  const tls = (changes: Partial<ConnectRules['tls']>) => ({ tls: { ...plainConnectRules.tls, ...changes } })
  const names = (changes: Partial<ConnectRules['names']>) => ({ names: { ...plainConnectRules.names, ...changes } })
  const eachNew = { keepsConnections: false }

  describe(`${name}: TLS`, () => {
    test('is agreed on where the certificate is to be trusted, and its time and bytes are told', async () => {
      const server = await serveTls()
      const send = client(tls({ ca: pem('ca') }))
      const first = await send(server.url)
      expect([first.status, first.failure]).toEqual([200, undefined])
      expect(first.setup?.handshakingMs).toBeGreaterThan(0)
      const second = await send(server.url)
      expect([second.status, second.setup, server.accepted]).toEqual([200, undefined, 1])
      // The handshake is the first one's; what TLS adds to each record is everyone's.
      expect(first.bytesReceived).toBeGreaterThan(1000)
      expect(second.bytesReceived).toBeGreaterThan(answer.length)
      expect(second.bytesReceived).toBeLessThan(answer.length + 600)
    })

    test.each<[string, Partial<ConnectRules['tls']>, TlsOptions, string]>([
      ['nobody who is trusted has signed', {}, {}, 'unable to verify the first certificate'],
      ['has run out', { ca: pem('ca') }, { cert: pem('expired'), key: pem('expired-key') }, 'certificate has expired'],
      ['is for another name', { ca: pem('ca'), servername: 'other.test' }, {}, "does not match certificate's altnames"],
    ])('refuses a certificate that %s, and says so', async (_what, rules, options, text) => {
      const server = await serveTls(options)
      const exchange = await client(tls(rules))(server.url)
      expect(exchange.failure).toMatchObject({ cause: 'certificate', connection: undefined })
      expect(exchange.failure?.text).toContain(text)
      const unverified = await client(tls({ ...rules, insecure: true }))(server.url)
      expect(unverified.failure).toBeUndefined()
    })

    test('asks for the name that it is told to', async () => {
      const server = await serveTls()
      const send = client(tls({ ca: pem('ca'), servername: 'shop.test' }))
      expect((await send(`https://127.0.0.1:${server.port}`)).failure).toBeUndefined()
    })

    test('shows the client’s certificate to a server that wants one', async () => {
      const server = await serveTls({ requestCert: true, rejectUnauthorized: true, ca: pem('ca') })
      const without = await client(tls({ ca: pem('ca') }))(server.url)
      // Of a server that refuses after the handshake, undici tells only that it closed.
      expect(['tls certificate required', 'closed other side closed']).toContain(
        `${without.failure?.cause} ${/certificate required|other side closed/.exec(without.failure?.text ?? '')}`,
      )
      const own = { cert: pem('client'), key: pem('client-key') }
      expect((await client(tls({ ca: pem('ca'), ...own }))(server.url)).failure).toBeUndefined()
    })

    test.each([true, false])('goes on with earlier keys: %s', async (reusesSessions) => {
      const server = await serveTls()
      const send = client(tls({ ca: pem('ca'), reusesSessions }), eachNew)
      for (let sent = 0; sent < 3; sent++) {
        expect((await send(server.url)).failure).toBeUndefined()
        await expect.poll(() => server.open.size).toBe(0)
      }
      expect([server.accepted, server.sessionsReused]).toEqual([3, reusesSessions ? 2 : 0])
    })

    test('that the other end does not speak, or not in this version, is told', async () => {
      const plain = await serve('127.0.0.1', (socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n')),
      )
      const wrong = await client({})(`https://127.0.0.1:${plain.port}`)
      expect(wrong.failure?.cause).toBe('tls')
      const old = await serveTls({ maxVersion: 'TLSv1.2' })
      const tooOld = await client(tls({ ca: pem('ca'), minVersion: 'TLSv1.3' }))(old.url)
      expect(tooOld.failure?.cause).toBe('tls')
      const silent = await serve('127.0.0.1', (socket) => socket.once('data', () => socket.end()))
      expect((await client({})(`https://127.0.0.1:${silent.port}`)).failure?.cause).toBe('closed')
    })

    test('that is not agreed on within the time for connecting ends there', async () => {
      const silent = await serve('127.0.0.1', (socket) => socket.resume())
      const exchange = await client({ connectTimeoutMs: 50 })(`https://127.0.0.1:${silent.port}`)
      expect(exchange.failure).toMatchObject({
        cause: 'connect-timeout',
        text: 'No connection within 50 ms: TLS was not agreed on',
      })
      expect(exchange.setup?.handshakingMs).toBeGreaterThan(20)
      await expect.poll(() => silent.open.size).toBe(0)
    })
  })

  describe(`${name}: names`, () => {
    test('are looked up once, and connections go to their addresses in turn', async () => {
      const server = await serve('0.0.0.0')
      const dns = await nameServer({ 'shop.test': ['127.0.0.1', '127.0.0.2', '127.0.0.3'] })
      const send = client(names({ servers: [dns.address] }), eachNew)
      const seen: (string | undefined)[] = []
      const url = `http://shop.test:${server.port}`
      const first = await send(url)
      expect([first.status, first.setup?.lookingUpMs]).toEqual([200, expect.any(Number)])
      expect(first.setup?.lookingUpMs).toBeGreaterThan(0)
      for (let sent = 0; sent < 3; sent++) {
        const exchange = await send(url)
        expect([exchange.status, exchange.setup?.lookingUpMs]).toEqual([200, 0])
        seen.push([...server.open].at(-1)?.localAddress)
      }
      expect(new Set(seen).size).toBe(3)
      expect(dns.questions.filter((question) => question.startsWith('A '))).toEqual(['A shop.test'])
    })

    test('are looked up for each connection where nothing is kept', async () => {
      const server = await serve()
      const dns = await nameServer({ 'shop.test': ['127.0.0.1'] })
      const send = client(names({ servers: [dns.address], ttlMs: 0, policy: 'onlyIPv4' }), eachNew)
      for (let sent = 0; sent < 3; sent++) expect((await send(`http://shop.test:${server.port}`)).status).toBe(200)
      expect(dns.questions).toEqual(['A shop.test', 'A shop.test', 'A shop.test'])
    })

    test('that many wait for are asked for once', async () => {
      const server = await serve()
      const dns = await nameServer({ 'shop.test': ['127.0.0.1'] })
      const send = client(names({ servers: [dns.address], policy: 'onlyIPv4' }))
      const exchanges = await Promise.all(Array.from({ length: 20 }, () => send(`http://shop.test:${server.port}`)))
      expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => 200))
      expect(dns.questions).toHaveLength(1)
    })

    test.each([
      ['is not there', {}, 'ENOTFOUND'],
      ['cannot be told', { 'shop.test': 'fail' }, 'ESERVFAIL'],
      ['has no address of the kind that is wanted', { 'shop.test': ['::1'] }, 'ENODATA'],
    ] as const)('that %s fail as such', async (_what, zone, text) => {
      const dns = await nameServer(zone)
      const exchange = await client(names({ servers: [dns.address], policy: 'onlyIPv4' }))('http://shop.test')
      expect(exchange.failure).toMatchObject({ cause: 'name-not-resolved', connection: undefined })
      expect(exchange.failure?.text).toContain(text)
    })

    test('whose server is silent cost the request its patience, and no more', async () => {
      const dns = await nameServer({ 'shop.test': 'silent' })
      const exchange = await client(names({ servers: [dns.address] }))('http://shop.test', 50)
      expect(exchange.failure).toMatchObject({ cause: 'timeout', text: 'No connection within 50 ms' })
      expect(exchange.setup?.lookingUpMs).toBeGreaterThan(20)
    })

    test('lead to an address of the other family where nothing listens at the preferred one', async () => {
      const server = await serve('::1')
      const dns = await nameServer({ 'shop.test': ['127.0.0.1', '::1'] })
      const send = client(names({ servers: [dns.address] }))
      expect((await send(`http://shop.test:${server.port}`)).failure).toBeUndefined()
    })

    test('are those of the host where no name server is given', async () => {
      const server = await serve()
      expect((await client({})(`http://localhost:${server.port}`)).failure).toBeUndefined()
    })
  })

  describe(`${name}: connections`, () => {
    test('come from the addresses that they are told to, in turn', async () => {
      const from: (string | undefined)[] = []
      const server = await serve('127.0.0.1', (socket) => {
        from.push(socket.remoteAddress)
        answering(answer)(socket)
      })
      const send = client({ localAddresses: ['127.0.0.5', '127.0.0.6'] }, eachNew)
      for (let sent = 0; sent < 4; sent++) await send(server.url)
      expect(from).toEqual(['127.0.0.5', '127.0.0.6', '127.0.0.5', '127.0.0.6'])
    })

    test('from an address that this host has not, or that cannot reach the other, fail', async () => {
      const server = await serve()
      const [foreign, six] = [client({ localAddresses: ['192.0.2.1'] }), client({ localAddresses: ['::1'] })]
      expect((await foreign(server.url)).failure?.text).toContain('EADDRNOTAVAIL')
      expect((await six(server.url)).failure?.text).toContain('they are not IPv4')
    })

    test('go to a socket of the file system', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'loadrun-'))
      closings.push(() => rm(folder, { recursive: true }))
      const path = join(folder, 'app.sock')
      const server = createServer(answering('HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n')).listen(path)
      await once(server, 'listening')
      closings.push(async () => server.close())
      const exchange = await client({ unixSocket: path })('http://whatever.test')
      expect(exchange.status).toBe(500)
      expect(exchange.failure?.connection?.remote).toBe(path)
      const missing = await client({ unixSocket: `${path}2` })('http://whatever.test')
      expect(missing.failure?.text).toContain('ENOENT')
    })
  })
}
