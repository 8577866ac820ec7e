import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { carryOut, closeServers, loadOf, serve } from '../testing/carry-out.ts'

afterEach(closeServers)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadrun-test-'))
  await writeFile(join(folder, 'picture.bin'), Buffer.from([0, 255, 13, 10, 45, 45]))
  await writeFile(join(folder, 'note.txt'), 'größe')
})
afterAll(() => rm(folder, { recursive: true }))

const lead = (response: ServerResponse, status: number, location: string) =>
  response.writeHead(status, { location }).end()

describe('a body', () => {
  test('is what a file holds', async () => {
    const shop = await serve((_asked, response) => response.end())
    await carryOut(shop, `{ post: /notes, body: { file: ${join(folder, 'note.txt')} } }`)
    expect(shop.asked).toMatchObject([{ body: 'größe', headers: { 'content-length': '7' } }])
    expect(shop.asked[0]?.headers).not.toHaveProperty('content-type')
  })

  test('is a form with files, as another reader of forms reads it', async () => {
    const shop = await serve((_asked, response) => response.end())
    const picture = `{ file: ${join(folder, 'picture.bin')}, fileName: 'my "best".bin', type: image/png }`
    await carryOut(shop, `{ post: /me, multipart: { name: "{{ name }}", age: 7, picture: ${picture} } }`, {
      vars: '{ name: "Ann & Bö" }',
    })
    const [asked] = shop.asked
    const form = await new Response(asked?.bytes, {
      headers: { 'content-type': asked?.headers['content-type'] ?? '' },
    }).formData()
    expect([form.get('name'), form.get('age')]).toEqual(['Ann & Bö', '7'])
    const file = form.get('picture')
    if (!(file instanceof File)) throw new Error('the picture is no file')
    expect([file.name, file.type]).toEqual(['my "best".bin', 'image/png'])
    expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 255, 13, 10, 45, 45])
  })
})

describe('a capture by CSS selector', () => {
  test('takes text or an attribute', async () => {
    const page = '<form><input name=csrf value="s3c"></form><ul><li>a <b>b</b><li>c</ul><!-- <li>no -->'
    const shop = await serve((_asked, response) => response.end(page))
    const capture = '{ csrf: { css: "input[name=csrf]", attribute: value }, all: { css: li, all: true } }'
    const total = await carryOut(
      shop,
      `{ get: /, capture: ${capture} }, { get: "/{{ csrf }}/{{ length(all) }}/{{ all[1] }}" }`,
    )
    expect(total.failures).toEqual([])
    expect(shop.asked.at(-1)?.url).toBe('/s3c/2/c')
  })

  test('says what it missed', async () => {
    const shop = await serve((_asked, response) => response.end('<p>hello</p>'))
    const total = await carryOut(shop, '{ get: /, capture: { it: { css: p, attribute: id } } }')
    expect(total.failures.map(({ text }) => text)).toEqual([
      'Cannot capture `it`: nothing in the answer is p with an attribute id',
    ])
  })
})

describe('a redirect', () => {
  test('is followed, and each hop counts as a request of its own', async () => {
    const shop = await serve(({ url }, response) => {
      if (url === '/old') lead(response, 301, '/newer')
      else if (url === '/newer') lead(response, 302, 'newest?x=1')
      else response.end('{"it":"here"}')
    })
    const total = await carryOut(
      shop,
      '{ get: /old, expect: { status: 200, contains: here }, capture: { it: $.it } }, { get: "/{{ it }}" }',
    )
    expect(shop.asked.map(({ url }) => url)).toEqual(['/old', '/newer', '/newest?x=1', '/here'])
    expect(total.failures).toEqual([])
    expect(total.requests['s/GET /old']).toMatchObject({
      sent: 1,
      statuses: { 301: 1 },
      checks: { 'status is 200': { passes: 1, fails: 0 }, 'body contains here': { passes: 1, fails: 0 } },
    })
    expect(total.requests['s/GET /old (redirect)']).toMatchObject({ sent: 2, statuses: { 200: 1, 302: 1 }, checks: {} })
  })

  test('changes method and body as RFC 9110 says', async () => {
    const shop = await serve(({ url }, response) => {
      if (url === '/see-other') lead(response, 303, '/done')
      else if (url === '/moved') lead(response, 308, '/kept')
      else response.end()
    })
    await carryOut(shop, '{ post: /see-other, json: { a: 1 } }, { post: /moved, json: { a: 1 } }')
    expect(shop.asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/see-other', '{"a":1}'],
      ['GET', '/done', ''],
      ['POST', '/moved', '{"a":1}'],
      ['POST', '/kept', '{"a":1}'],
    ])
  })

  test('that leads round and round is a failure, once it has been followed often enough', async () => {
    const shop = await serve((_asked, response) => lead(response, 302, '/again'))
    const total = await carryOut(shop, '{ get: /, redirects: 3 }')
    expect(shop.asked).toHaveLength(4)
    expect(total.failures).toMatchObject([
      {
        step: 'GET / (redirect)',
        cause: 'expectation',
        text: 'Expected: 3 redirects at most; this one leads to /again',
      },
    ])
  })

  test('is not followed where it is expected, forbidden, or leads nowhere', async () => {
    const shop = await serve(({ url }, response) => {
      if (url === '/nowhere') response.writeHead(302).end('lost')
      else lead(response, 302, '/elsewhere')
    })
    const steps =
      '{ get: /a, expect: { status: 302 } }, { get: /b, redirects: 0 }, { get: /nowhere, expect: { status: 200 } }'
    const total = await carryOut(shop, steps)
    expect(shop.asked.map(({ url }) => url)).toEqual(['/a', '/b', '/nowhere'])
    expect(total.failures).toMatchObject([{ step: 'GET /nowhere', cause: 'status', status: 302, text: 'lost' }])
  })
})

describe('cookies', () => {
  const kept = async (cookies: string) => {
    const shop = await serve(({ url }, response) => {
      const set = url === '/login' ? ['sid=1; Path=/', 'path=p; Path=/only', 'gone=x; Max-Age=0'] : []
      response.writeHead(200, { 'set-cookie': set }).end()
    })
    const steps = '{ get: /a }, { get: /login }, { get: /b, cookies: { theme: dark } }, { get: /only/c }'
    await carryOut(shop, steps, { iterations: 2, more: `cookies: ${cookies},` })
    return shop.asked.map(({ url, headers }) => `${url} ${headers.cookie ?? ''}`.trim())
  }
  const after = ['/login', '/b theme=dark; sid=1', '/only/c path=p; sid=1']

  test('are kept for an iteration', async () => {
    expect(await kept('per-iteration')).toEqual(['/a', ...after, '/a', ...after])
  })

  test('are kept for all iterations of a user', async () => {
    expect(await kept('per-vu')).toEqual(['/a', ...after, '/a sid=1', '/login sid=1', ...after.slice(1)])
  })

  test('are not kept where nobody asks for it', async () => {
    const once = ['/a', '/login', '/b theme=dark', '/only/c']
    expect(await kept('none')).toEqual([...once, ...once])
  })
})

describe('rows that are each given once', () => {
  test.each([
    'shared-iterations, iterations: 5',
    'per-vu-iterations, iterations: 5',
    'constant-vus, duration: 2s, gracefulStop: 20s',
  ])('end what has none left: %s', async (executor) => {
    const path = join(folder, 'codes.json')
    await writeFile(path, '["a", "b", "c"]')
    const shop = await serve((_asked, response) => response.end())
    const text = `
target: ${shop.server.url}
data: { code: { file: ${path}, order: unique } }
scenarios: { s: { executor: ${executor}, steps: [{ get: "/{{ code }}" }] } }
`
    const { total, troubles } = await loadOf(text, shop.server.url)
    expect(shop.asked.map(({ url }) => url)).toEqual(['/a', '/b', '/c'])
    expect(total.scenarios.s?.iterations).toBe(3)
    expect(total.scenarios.s?.droppedIterations).toBe(executor.includes('iterations') ? 2 : 1)
    expect(troubles).toEqual([`${path} had no row left for 1 iterations, which were not made`])
  })
})

describe('rows of which each user has his own', () => {
  async function visit(rows: string) {
    const path = join(folder, 'users.json')
    await writeFile(path, rows)
    const shop = await serve((_asked, response) => response.end())
    const text = `
target: ${shop.server.url}
workers: 2
data: { user: { file: ${path}, order: per-vu } }
scenarios: { s: { executor: per-vu-iterations, vus: 3, iterations: 2, steps: [{ get: "/{{ user }}" }] } }
`
    const { total, troubles } = await loadOf(text, shop.server.url)
    return { path, urls: shop.asked.map(({ url }) => url).sort(), total, troubles }
  }

  test('are kept for all of his iterations, and are nobody else’s, over all workers', async () => {
    const { urls, troubles } = await visit('["a", "b", "c", "d"]')
    expect(urls).toEqual(['/a', '/a', '/b', '/b', '/c', '/c'])
    expect(troubles).toEqual([])
  })

  test('leave out users for whom there is none, and tell of them', async () => {
    const { path, urls, total, troubles } = await visit('["a", "b"]')
    expect(urls).toEqual(['/a', '/a', '/b', '/b'])
    expect(total.scenarios.s).toMatchObject({ iterations: 4, droppedIterations: 2 })
    expect(troubles).toEqual([`${path} had no row left for 1 users, who did nothing`])
  })
})

describe('a trace', () => {
  test('begins with each request, where it does not go on with one of the author’s own', async () => {
    const shop = await serve((_asked, response) => response.end())
    const own = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const steps = `{ get: /a }, { get: /b, headers: { traceparent: ${own} } }`
    await carryOut(shop, steps, { iterations: 2, more: 'traceparent: true,' })
    const sent = shop.asked.map(({ headers }) => String(headers.traceparent))
    expect(sent.filter((trace) => trace === own)).toHaveLength(2)
    expect(new Set(sent).size).toBe(3)
    for (const trace of sent) expect(trace).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/)
  })
})
