import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { plainConnecting } from '../defaults/fill-connecting.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

const file = (keys: string) => `
target: https://shop.test
scenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }], ${keys} } }`

const certificates = new URL('../../../http/src/testing/certificates/', import.meta.url)
const readFile = (path: string) => {
  const name = path.replace(/^load\//, '')
  if (name === 'none.pem') return { problem: 'there is no such file' }
  return { text: readFileSync(new URL(name, certificates), 'utf8') }
}

describe('how connections are made', () => {
  test('is as programs usually have it, where a scenario says nothing', () => {
    expect(planOf(file('')).scenarios[0]?.connecting).toEqual(plainConnecting)
  })

  test('can be said in every detail', () => {
    const keys = `
      connectTimeout: 2s, unixSocket: app.sock, localAddresses: [127.0.0.2-127.0.0.4, '::1'],
      dns: { ttl: inf, select: first, policy: onlyIPv6, servers: [127.0.0.1:53, '[::1]:5353', 1.1.1.1] },
      tls: { ca: ca.pem, cert: client.pem, key: client-key.pem, insecure: true, servername: b.test, sessions: false, minVersion: TLSv1.2, maxVersion: TLSv1.3 }`
    expect(planOf(file(keys), { file: 'load/test.yaml', readFile }).scenarios[0]?.connecting).toEqual({
      httpVersion: 1,
      proxy: undefined,
      connectTimeoutMs: 2000,
      unixSocket: 'load/app.sock',
      localAddresses: ['127.0.0.2', '127.0.0.3', '127.0.0.4', '::1'],
      names: {
        ttlMs: undefined,
        select: 'first',
        policy: 'onlyIPv6',
        servers: ['127.0.0.1:53', '[::1]:5353', '1.1.1.1'],
      },
      tls: {
        ca: 'load/ca.pem',
        cert: 'load/client.pem',
        key: 'load/client-key.pem',
        insecure: true,
        servername: 'b.test',
        reusesSessions: false,
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
      },
    })
  })

  test('takes undici for what only it does', () => {
    const clientOf = (keys: string) => planOf(file(keys)).scenarios[0]
    expect(clientOf('http: 2')).toMatchObject({ client: 'undici', connecting: { httpVersion: 2 } })
    expect(clientOf('http: 2, connections: new')?.connections).toMatchObject({ closedBy: 'client' })
    const proxy = 'http://ann:secret@proxy.test:3128'
    expect(clientOf(`proxy: "${proxy}"`)).toMatchObject({ client: 'undici', connecting: { proxy } })
    expect(clientOf('http: 1')?.client).toBe('wire')
  })

  test.each([
    ['http: 3', '1 or 2'],
    ['http: 2, client: wire', '`auto` or `undici` with `http: 2` or `proxy`'],
    ['http: 2, connections: new, close: server', '`client` with `http: 2`'],
    ['proxy: "http://proxy:1", unixSocket: a', 'no `unixSocket` beside it'],
    ['proxy: "https://proxy:1"', 'a URL with a host, a port and no path'],
    ['proxy: "http://proxy:1/x"', 'a URL with a host, a port and no path'],
    ['localAddresses: [localhost]', 'an IP address of this host, or a range'],
    ['localAddresses: []', 'at least one address'],
    ['dns: { ttl: 5 }', '0s to look up for each connection, or inf'],
    ['dns: { servers: [localhost:53] }', 'an IP address, with a port if it is not 53'],
    ['dns: { servers: ["::1:5353x"] }', 'an IP address, with a port if it is not 53'],
    ['dns: { policy: ipv4 }', 'one of preferIPv4, preferIPv6, onlyIPv4, onlyIPv6, any'],
    ['tls: { cert: client.pem }', '`cert` and `key` both, or neither'],
    ['tls: { minVersion: 1.2 }', 'one of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3'],
    ['connectTimeout: 0s', 'a duration above zero'],
  ])('cannot be %s', (keys, complaint) => {
    expect(complaintsAbout(file(keys))).toContain(complaint)
  })

  test.each([
    ['ca: none.pem', 'scenarios.a.tls.ca cannot be none.pem: there is no such file'],
    ['ca: make.sh', 'there is no certificate in it'],
    ['cert: client.pem, key: ca.pem', 'there is no private key in it'],
    ['cert: client.pem, key: server-key.pem', 'it is not the key of `cert`'],
  ])('is told before the run where it cannot be: %s', (keys, complaint) => {
    expect(complaintsAbout(file(`tls: { ${keys} }`), { readFile })).toContain(complaint)
  })
})
