import { afterEach, describe, expect, test } from 'vitest'
import type { GeneratedLoad } from '../generate-load.ts'
import { type Asked, closeServers, loadOf, serve } from '../testing/carry-out.ts'

afterEach(closeServers)

/** A server that gives out a token, which it then wants to see, with the cookie that came along. */
function openDoor() {
  return serve(({ method, url }, response) => {
    if (url === '/no') response.writeHead(418).end('{\n  "why": "a teapot" }')
    else if (url === '/hang') setTimeout(() => response.end(), 5000).unref()
    else if (method === 'POST') response.setHeader('set-cookie', 'seen=1').end('{ "token": "t1", "ids": [3, 4] }')
    else response.end('{}')
  })
}

function around(url: string, before: string, more = ''): Promise<GeneratedLoad> {
  return loadOf(
    `target: ${url}
vars: { base: /in }
before: { steps: [${before}] }
${more}
scenarios:
  s: { executor: per-vu-iterations, vus: 2, iterations: 2, steps: [{ get: "{{ base }}/{{ token }}/{{ ids[1] }}", name: in }] }
`,
    url,
  )
}

const login = '{ post: /login, capture: { token: $.token, ids: $.ids } }'

function told(asked: readonly Asked[]): readonly string[] {
  return asked.map(({ method, url, headers }) => `${method} ${url} ${headers.cookie ?? ''}`.trim())
}

describe('before and after', () => {
  test('are done once, with cookies of their own, uncounted, and what was set is every user’s', async () => {
    const { server, asked } = await openDoor()
    const more = 'workers: 2\nafter: { steps: [{ delete: "/{{ token }}{{ base }}" }] }'
    const { total } = await around(server.url, `${login}, { get: /who }`, more)
    expect(told(asked)).toEqual(['POST /login', 'GET /who seen=1', ...Array(4).fill('GET /in/t1/4'), 'DELETE /t1/in'])
    expect(Object.keys(total.requests)).toEqual(['s/in'])
    expect(total.requests['s/in']).toMatchObject({ sent: 4 })
    expect(total.scriptErrors).toBeUndefined()
  })

  test.each([
    ['a status', '{ get: /no }', '`before` failed: GET /no was answered with status 418: { "why": "a teapot" }'],
    [
      'a good status',
      '{ get: /, expect: { status: 404 } }',
      'GET / was answered with status 200, which is not expected: {}',
    ],
    [
      'an expectation',
      `{ get: /, expect: { contains: me } }`,
      'GET /: Expected: body contains me; it does not; the answer',
    ],
    [
      'a capture',
      '{ get: /, capture: { a: $.b } }',
      'Cannot capture `a`: nothing in the answer is at $.b; the answer, with status 200: {}',
    ],
    ['a connection', '{ get: "http://127.0.0.1:1/" }', 'GET http://127.0.0.1:1/: connect ECONNREFUSED'],
  ])('send nothing of the load after the first failure: %s', async (_what, step, why) => {
    const { server, asked } = await openDoor()
    await expect(around(server.url, `${login}, ${step}, { get: /later }`)).rejects.toThrow(why)
    expect(told(asked)).not.toContain('GET /in/t1/4')
    expect(told(asked)).not.toContain('GET /later seen=1')
  })

  test('end when they take longer than they may', async () => {
    const { server } = await openDoor()
    const said = '`before` failed: it took longer than 0.3 s'
    await expect(around(server.url, `${login}, { get: /hang }`, 'setupTimeout: 300ms')).rejects.toThrow(said)
  })

  test('go on behind what fails after the load, and tell all of it', async () => {
    const { server, asked } = await openDoor()
    const { total } = await around(server.url, login, 'after: { steps: [{ get: /no }, { get: /done }, { put: /no }] }')
    expect(told(asked).slice(-3)).toEqual(['GET /no', 'GET /done', 'PUT /no'])
    expect(total.scriptErrors).toMatchObject([
      { script: 'after', message: expect.stringMatching(/^`after` failed: GET \/no was .*; PUT \/no was answered/) },
    ])
  })
})
