import {
  brotliCompressSync,
  brotliDecompressSync,
  gunzipSync,
  gzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { carryOut, closeServers, serve } from '../testing/carry-out.ts'

afterEach(closeServers)

const script = new URL('../testing/compressing.ts', import.meta.url).pathname

describe.each(['wire', 'undici'])('a request of the client %s', (client) => {
  test('waits as long as its step says, and others as long as the scenario does', async () => {
    const shop = await serve(({ url }, response) => {
      if (url === '/there') response.writeHead(302, { location: '/never' }).end()
      else if (url !== '/never') setTimeout(() => response.end(), 150)
    })
    const more = `client: ${client}, timeout: 5s,`
    const impatient = '{ get: /never, timeout: 50ms }, { get: /there, timeout: 60ms }'
    const total = await carryOut(shop, `${impatient}, { get: /late }`, { more })
    expect(total.failures.map(({ step, cause, text }) => [step, cause, text])).toEqual([
      ['GET /never', 'timeout', 'No answer within 50 ms'],
      ['GET /there (redirect)', 'timeout', 'No answer within 60 ms'],
    ])
    expect(total.requests['s/GET /late']).toMatchObject({ ok: { count: 1 } })
  })

  test('reads answers that come compressed, and none that are too long', async () => {
    const about = (coding: string, body: Buffer) => ({ coding, body })
    const json = Buffer.from(`{"id":"7","text":"${'long '.repeat(2000)}"}`)
    const answers: Record<string, { coding: string; body: Buffer }> = {
      '/br': about('br', brotliCompressSync(json)),
      '/zstd': about('zstd', zstdCompressSync(json)),
      '/bomb': about('gzip', gzipSync(Buffer.alloc(5_000_000))),
      '/broken': about('gzip', Buffer.from('no gzip')),
      '/long': about('identity', Buffer.alloc(30_000, 'x')),
    }
    const shop = await serve(({ url }, response) => {
      const { coding, body } = answers[url] ?? about('identity', Buffer.from('ok'))
      response.writeHead(200, { 'content-encoding': coding }).end(body)
    })
    const steps = [
      '{ get: /br, expect: { json: { $.id: "7" }, size: { min: 10000 } } }',
      '{ get: /zstd, capture: { id: $.id } }',
      '{ get: "/{{ id }}", expect: { contains: ok } }',
      '{ get: /bomb, expect: { contains: x } }',
      '{ get: /broken, expect: { contains: x } }',
      '{ get: /long, expect: { contains: x } }',
      '{ get: /long, name: longer, maxAnswerSize: 1MiB, expect: { contains: x } }',
      '{ get: /ok, name: shorter, maxAnswerSize: 1, expect: { contains: ok } }',
      '{ get: /long, name: unread, expect: { within: 30s } }',
      '{ get: /bomb, name: unread bomb, expect: { headers: { content-encoding: gzip } } }',
    ]
    const total = await carryOut(shop, steps.join(), { more: `client: ${client}, maxAnswerSize: 20KB,` })
    expect(total.failures.map(({ step, cause, status, text }) => [step, cause, status, text])).toEqual([
      ['GET /bomb', 'answer-too-large', 200, 'The answer has more than 20000 bytes, decompressed (maxAnswerSize)'],
      ['GET /broken', 'content-encoding', 200, 'The body is not the gzip that its header says: incorrect header check'],
      ['GET /long', 'answer-too-large', 200, 'The answer has more than 20000 bytes (maxAnswerSize)'],
      ['shorter', 'answer-too-large', 200, expect.stringContaining('The answer has more than 1 bytes')],
    ])
    expect(shop.asked.map(({ url }) => url)).toContain('/7')
    // Of what was compressed, what went over the wire counts.
    expect(total.requests['s/unread bomb']?.bytesReceived).toBeLessThan(6000)
  })

  test('carries bodies compressed, also where a redirect takes them on', async () => {
    const shop = await serve(({ url }, response) => {
      if (url === '/old') response.writeHead(308, { location: '/new' })
      response.end()
    })
    const steps = [
      '{ post: /old, json: { same: true }, compress: gzip }',
      '{ put: /each, body: "{{ iteration() }}", compress: [deflate, br] }',
      `{ run: ${script} }`,
    ]
    const total = await carryOut(shop, steps.join(), { more: `client: ${client},` })
    expect([total.failures, total.scriptErrors]).toEqual([[], undefined])
    const came = shop.asked.map(({ url, headers, bytes }) => {
      const coding = String(headers['content-encoding'])
      expect(headers['content-length']).toBe(String(bytes.length))
      return [url, coding, undone(bytes, coding)]
    })
    expect(came).toEqual([
      ['/old', 'gzip', '{"same":true}'],
      ['/new', 'gzip', '{"same":true}'],
      ['/each', 'deflate, br', '1'],
      ['/script', 'zstd', 'said'],
      ['/own', 'x-gzip', 'said'],
    ])
  })
})

const decoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

function undone(body: Buffer, codings: string): string {
  return codings
    .split(', ')
    .reduceRight((content, coding) => decoders[coding]?.(content) ?? content, body)
    .toString()
}
