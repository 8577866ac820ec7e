import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { histogramOf } from '@loadrun/metrics'
import { afterEach, describe, expect, test } from 'vitest'
import { closeServers, carryOut as make, serve } from '../testing/carry-out.ts'

afterEach(closeServers)

const json = (response: ServerResponse, value: unknown) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

describe('a step', () => {
  test('sends what its templates come to, anew in each iteration', async () => {
    const shop = await serve((_asked, response) => response.end())
    const step = `{ post: "/{{ iteration() }}?q={{ urlEncode(name) }}", headers: { x-id: "{{ id }}" }, json: { id: "{{ id }}", text: "id {{ id }}" } }`
    const vars = '{ id: "{{ counter() * 10 }}", name: "ä b" }'
    const total = await make(shop, step, { iterations: 4, vars, workers: 2 })
    expect(Object.keys(total.requests)).toEqual(['s/POST /{{ iteration() }}?q={{ urlEncode(name) }}'])
    expect(shop.asked.map(({ url, headers, body }) => [url, headers['x-id'], body]).toSorted()).toEqual(
      [1, 2, 3, 4].map((number) => [
        `/${number}?q=%C3%A4%20b`,
        `${number}0`,
        `{"id":${number}0,"text":"id ${number}0"}`,
      ]),
    )
  })

  test('uses what an earlier one captured, wherever it stood', async () => {
    const shop = await serve(({ url }, response) => {
      if (url !== '/login') response.end()
      else {
        const headers = {
          location: '/users/77',
          'set-cookie': ['a=1', 'sid=s3cret; Path=/'],
          'content-encoding': 'gzip',
        }
        response.writeHead(201, headers).end(gzipSync('{"tokens":[{"t":"x"},{"t":"y"}],"form":"<input value=z>"}'))
      }
    })
    const capture =
      '{ first: "$.tokens[0].t", every: { json: "$.tokens[*].t", all: true }, user: { header: location, regex: "\\\\d+" }, sid: { cookie: sid }, form: { regex: "value=(\\\\w)" }, none: { json: $.none, default: 5 } }'
    const use = '{ get: "/{{ first }}/{{ every[1] }}/{{ user }}/{{ sid }}/{{ form }}/{{ none }}" }'
    const total = await make(shop, `{ get: /login, capture: ${capture} }, ${use}`)
    expect(total.failures).toEqual([])
    expect(shop.asked.at(-1)?.url).toBe('/x/y/77/s3cret/z/5')
  })

  test('that finds nothing to capture has failed, and ends the iteration', async () => {
    const shop = await serve((_asked, response) => json(response, { no: 1 }))
    const steps = '{ get: /login, capture: { token: $.token } }, { get: "/{{ token }}" }'
    const total = await make(shop, steps, { iterations: 3 })
    expect(shop.asked.map(({ url }) => url)).toEqual(['/login', '/login', '/login'])
    expect(total.failures).toMatchObject([
      {
        step: 'GET /login',
        cause: 'capture',
        status: 200,
        text: 'Cannot capture `token`: nothing in the answer is at $.token',
        fromServer: false,
        count: 3,
      },
    ])
    expect(total.failures[0]?.samples[0]).toMatchObject({ body: '{"no":1}', connection: { earlierRequests: 0 } })
    expect(total.scenarios.s).toMatchObject({ iterations: 3 })
  })

  test.each([
    ['json: $.a', 'the answer is no JSON'],
    ['header: x-a', 'the answer has no header x-a'],
    ['cookie: sid', 'the answer sets no cookie sid'],
    ['regex: "a(.)"', 'nothing in the answer matches a(.)'],
  ])('says what it missed: { %s }', async (source, why) => {
    const shop = await serve((_asked, response) => response.end('hello'))
    const total = await make(shop, `{ get: /, capture: { it: { ${source} } } }`)
    expect(total.failures.map(({ text }) => text)).toEqual([`Cannot capture \`it\`: ${why}`])
  })

  test('that failed by its status goes on only where nothing was to be captured', async () => {
    const shop = await serve((_asked, response) => response.writeHead(500).end('broken'))
    const total = await make(shop, '{ get: /a }, { get: /b, capture: { t: $.t } }, { get: /c }')
    expect(shop.asked.map(({ url }) => url)).toEqual(['/a', '/b'])
    expect(total.failures.map(({ cause, text }) => [cause, text])).toEqual([
      ['status', 'broken'],
      ['status', 'broken'],
    ])
  })

  test('counts each thing that is expected, and fails by the first that is not so', async () => {
    const shop = await serve((_asked, response) => json(response, { id: 5, tags: ['a'] }))
    const met =
      'headers: { Content-Type: application/json }, contains: tags, matches: "id.:5", json: { $.id: "{{ id }}", $.tags: [a] }, within: 30s, size: { min: 1, max: 100 }'
    const unmet = 'contains: [tags, nowhere], json: { $.id: 6 }, size: { max: 3 }'
    const steps = `{ get: /met, expect: { ${met} } }, { get: /unmet, expect: { ${unmet} } }`
    const total = await make(shop, steps, { vars: '{ id: 5 }' })
    const one = { passes: 1, fails: 0 }
    const none = { passes: 0, fails: 1 }
    expect(total.requests['s/GET /met']?.checks).toEqual({
      'status is below 400': one,
      'header Content-Type is application/json': one,
      'body contains tags': one,
      'body matches id.:5': one,
      '$.id is "{{ id }}"': one,
      '$.tags is [a]': one,
      'answer within 30000 ms': one,
      'size is 1 to 100 bytes': one,
    })
    expect(total.requests['s/GET /unmet']?.checks).toEqual({
      'status is below 400': one,
      'body contains tags': one,
      'body contains nowhere': none,
      '$.id is 6': none,
      'size is 0 to 3 bytes': none,
    })
    expect(total.failures).toMatchObject([
      { cause: 'expectation', text: 'Expected: body contains nowhere; it does not', status: 200, count: 1 },
    ])
    expect(total.requests['s/GET /unmet']).toMatchObject({ ok: { count: 0 }, failed: { count: 1 } })
  })

  test('can expect that something is there or is not, and what a header looks like', async () => {
    const shop = await serve((_asked, response) => json(response, { id: null, tags: [] }))
    const met =
      'headers: { content-type: { matches: json$ }, date: true, x-a: false }, present: $.id, absent: "$.tags[0]"'
    const unmet =
      'headers: { content-type: { matches: xml }, date: false, x-a: true }, present: ["$.tags[0]", $.no], absent: [$.tags]'
    const total = await make(shop, `{ get: /met, expect: { ${met} } }, { get: /unmet, expect: { ${unmet} } }`)
    const one = { passes: 1, fails: 0 }
    const none = { passes: 0, fails: 1 }
    expect(total.requests['s/GET /met']?.checks).toEqual({
      'status is below 400': one,
      'header content-type matches json$': one,
      'header date is there': one,
      'header x-a is not there': one,
      '$.id is there': one,
      '$.tags[0] is not there': one,
    })
    expect(total.requests['s/GET /unmet']?.checks).toEqual({
      'status is below 400': one,
      'header content-type matches xml': none,
      'header date is not there': none,
      'header x-a is there': none,
      '$.tags[0] is there': none,
      '$.no is there': none,
      '$.tags is not there': none,
    })
    expect(total.failures).toMatchObject([
      { text: 'Expected: header content-type matches xml; found application/json', count: 1 },
    ])
  })

  test('that got no answer has met no expectation', async () => {
    const shop = await serve((_asked, response) => response.socket?.resetAndDestroy())
    const total = await make(shop, '{ get: /, expect: { contains: x } }')
    expect(total.requests['s/GET /']?.checks).toEqual({
      'status is below 400': { passes: 0, fails: 1 },
      'body contains x': { passes: 0, fails: 1 },
    })
    expect(total.failures).toMatchObject([{ cause: 'reset' }])
  })

  test('whose captured address is none has failed without being sent', async () => {
    const shop = await serve((_asked, response) => json(response, { next: 'http://[' }))
    const total = await make(shop, '{ get: /, capture: { next: $.next } }, { get: "{{ next }}" }')
    expect(total.failures).toMatchObject([{ step: 'GET {{ next }}', cause: 'other', count: 1 }])
    expect(total.failures[0]?.text).toContain('Invalid URL')
  })
})

describe('a flow', () => {
  test('repeats, chooses by conditions, and goes through lists', async () => {
    const shop = await serve((_asked, response) => json(response, { items: [{ id: 'a' }, { id: 'b' }] }))
    const steps = [
      '{ get: /list, capture: { items: $.items } }',
      '{ forEach: items, steps: [{ get: "/items/{{ item.id }}" }] }',
      '{ repeat: length(items), as: round, steps: [{ get: "/round/{{ round }}" }] }',
      '{ if: length(items) == 2, steps: [{ get: /two }], else: [{ get: /other }] }',
      '{ if: length(items) > 2, steps: [{ get: /more }] }',
      '{ forEach: "items[0]", steps: [{ get: /never }] }',
      '{ repeat: 0, steps: [{ get: /never }] }',
    ]
    const total = await make(shop, steps.join(', '))
    expect(total.failures).toEqual([])
    expect(shop.asked.map(({ url }) => url)).toEqual(['/list', '/items/a', '/items/b', '/round/1', '/round/2', '/two'])
  })

  test('waits until something has come, but no more often than it may', async () => {
    const shop = await serve((_asked, response) => json(response, { state: shop.asked.length < 3 ? 'open' : 'done' }))
    const poll = (atMost: number, wanted: string) =>
      `{ while: "state != '${wanted}'", atMost: ${atMost}, steps: [{ get: /, capture: { state: $.state } }, { think: 1ms }] }`
    await make(shop, poll(10, 'done'))
    expect(shop.asked).toHaveLength(3)
    await make(shop, poll(4, 'never'))
    expect(shop.asked).toHaveLength(7)
  })

  test('sends at once what is parallel, and goes on when all have ended', async () => {
    const waiting: ServerResponse[] = []
    const shop = await serve(({ url }, response) => {
      if (url === '/after') response.end()
      else waiting.push(response)
      if (waiting.length === 3) for (const each of waiting) each.end()
    })
    const total = await make(shop, '{ parallel: [{ get: /a }, { get: /b }, { get: /c }] }, { get: /after }')
    expect(total.failures).toEqual([])
    expect(shop.asked.map(({ url }) => url).toSorted()).toEqual(['/a', '/after', '/b', '/c'])
    expect(shop.asked.at(-1)?.url).toBe('/after')
  })

  test('chooses in proportion to the weights', async () => {
    const shop = await serve((_asked, response) => response.end())
    const choices = '[{ weight: 9, steps: [{ get: /often }] }, { weight: 1, steps: [{ get: /seldom }] }]'
    const total = await make(shop, `{ choose: ${choices} }`, { iterations: 400 })
    const seldom = total.requests['s/GET /seldom']?.sent ?? 0
    // 40 expected, with a standard deviation of 6.
    expect(seldom).toBeGreaterThan(10)
    expect(seldom).toBeLessThan(80)
    expect(shop.asked).toHaveLength(400)
  })

  test('counts pauses in the iteration, and in no request', async () => {
    const shop = await serve((_asked, response) => response.end())
    const total = await make(shop, '{ get: / }, { think: 300ms }, { get: / }')
    expect(histogramOf(total.scenarios.s?.iterationDuration ?? '').maxMs).toBeGreaterThanOrEqual(299)
    expect(histogramOf(total.requests['s/GET /']?.ok.responseTime ?? '').minMs).toBeLessThan(299)
  })

  test('without anything to wait for lets everybody else go on', async () => {
    const shop = await serve((_asked, response) => response.end())
    const total = await make(shop, '{ if: false, steps: [{ get: / }] }', { iterations: 5000 })
    expect(total.scenarios.s).toMatchObject({ iterations: 5000 })
    expect(shop.asked).toEqual([])
  })
})
