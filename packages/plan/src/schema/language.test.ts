import { describe, expect, test } from 'vitest'
import type { RequestStep } from '../plan/step.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

function file(steps: string, more = ''): string {
  return `${more}
target: http://127.0.0.1:1
scenarios:
  a:
    executor: constant-vus
    duration: 1s
    vars: { id: 7, name: "user {{ id }}" }
    steps: [${steps}]
`
}

function step(written: string): RequestStep {
  const [first] = planOf(file(`{ ${written} }`)).scenarios[0]?.steps ?? []
  if (first?.kind !== 'request') throw new Error('There is no request')
  return first
}

const id = { kind: 'variable', name: 'id' }

describe('templates', () => {
  test('can be in the URL, headers, bodies, queries and expectations', () => {
    expect(step('get: "/orders/{{ id }}"')).toMatchObject({
      name: 'GET /orders/{{ id }}',
      url: { kind: 'text', parts: [{ kind: 'constant', value: '/orders/' }, id] },
    })
    expect(step('get: "{{ id }}"').url).toEqual(id)
    expect(step('get: /, headers: { x: "{{ id }}" }').headers).toEqual({ x: id })
    expect(step('post: /, body: "{{ id }}"').body).toEqual(id)
    expect(step('post: /, json: { id: "{{ id }}" }').body).toEqual({
      kind: 'call',
      name: 'json',
      given: [{ kind: 'mapping', entries: [['id', id]] }],
    })
    expect(step('get: /, expect: { contains: "{{ id }}" }').expect).toMatchObject([{ part: id }])
  })

  test.each([
    ['get: "/{{ idd }}"', 'steps.0.get needs `idd`, which no variable before it is called'],
    ['get: "/{{ idd }}"', 'did you mean `id`?'],
    ['get: "/{{ id"', 'a `}}` for each `{{`'],
    ['get: "orders/{{ id }}"', 'a path that starts with /'],
    ['get: /, name: "{{ id }}"', 'a name that is the same each time'],
    ['post: /, json: { a: [{ b: "{{ c }}" }] }', 'steps.0.json.a.0.b needs `c`'],
    ['post: /, json: { a: "{{ b( }}" }', 'steps.0.json.a cannot be "{{ b( }}"'],
    ['get: /, headers: { x: "{{ uid() }}" }', 'did you mean `uuid`?'],
  ])('are told where they are wrong: %s', (written, complaint) => {
    expect(complaintsAbout(file(`{ ${written} }`))).toContain(complaint)
  })

  test('can use what an earlier step captured, but not a later one', () => {
    const capture = '{ get: /a, capture: { token: $.token } }'
    const use = '{ get: "/b?t={{ token }}" }'
    expect(complaintsAbout(file(`${capture}, ${use}`))).toBe('')
    expect(complaintsAbout(file(`${use}, ${capture}`))).toContain('needs `token`')
  })

  test('can use the file’s variables, and those the command line changes', () => {
    const text = file('{ get: "/{{ stage }}" }', 'vars: { stage: test }')
    const [scenario] = planOf(text, { set: ['vars.stage=live'] }).scenarios
    expect(scenario?.variables[0]).toEqual({ name: 'stage', value: { kind: 'constant', value: 'live' } })
    expect(scenario?.variables.map(({ name }) => name)).toEqual(['stage', 'id', 'name'])
  })

  test('need the variables of the environment that they name, unless they say what else to use', () => {
    const text = file('{ get: "/{{ env.TOKEN }}" }')
    expect(complaintsAbout(text, { environment: {} })).toContain('needs `env.TOKEN`, which is not set')
    expect(complaintsAbout(text, { environment: { TOKEN: 'x' } })).toBe('')
    expect(complaintsAbout(file(`{ get: "/{{ env.TOKEN ?? 'x' }}" }`), { environment: {} })).toBe('')
  })

  test('do not put the environment into the plan', () => {
    const plan = planOf(file('{ get: "/{{ env.TOKEN }}" }'), { environment: { TOKEN: 'secret' } })
    expect(JSON.stringify(plan)).not.toContain('secret')
  })
})

describe('variables', () => {
  test.each([
    ['vars: { a-b: 1 }', '`a-b` cannot be a name here'],
    ['vars: { env: 1 }', 'a name that means nothing else'],
    ['vars: [1]', 'a mapping of variables by name'],
    ['vars: { a: "{{ b }}", b: 1 }', 'vars.a needs `b`'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(file('{ get: / }', written))).toContain(complaint)
  })
})

describe('a request', () => {
  test('puts its query behind its URL, percent-encoded', () => {
    expect(step('get: /a, query: { q: "a b&c", n: 5 }').url).toBe('/a?q=a%20b%26c&n=5')
    expect(step('get: "/a?x=1", query: { q: y }').url).toBe('/a?x=1&q=y')
    expect(step('get: /a, query: { q: "{{ id }}" }').url).toEqual({
      kind: 'text',
      parts: [
        { kind: 'constant', value: '/a?q=' },
        { kind: 'call', name: 'urlEncode', given: [id] },
      ],
    })
  })

  test('sends forms with their content type', () => {
    expect(step('post: /, form: { a: "ü", b: true }')).toMatchObject({
      body: 'a=%C3%BC&b=true',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  })

  test('says who it comes from', () => {
    expect(step('get: /, auth: { basic: { user: me, password: "p:w" } }').headers).toEqual({
      authorization: `Basic ${Buffer.from('me:p:w').toString('base64')}`,
    })
    expect(step('get: /, auth: { bearer: "{{ id }}" }').headers).toEqual({
      authorization: { kind: 'text', parts: [{ kind: 'constant', value: 'Bearer ' }, id] },
    })
  })

  test.each([
    ['post: /, form: { a: [1] }', 'text, a number, true or false'],
    ['post: /, form: { a: 1 }, body: x', 'one of body, json, form, multipart, not several'],
    ['get: /, auth: {}', 'exactly one of basic, bearer'],
    ['get: /, auth: { basic: { user: a } }', 'password is missing'],
    ['get: /, auth: { bearer: x }, headers: { Authorization: y }', 'either `auth` or a header `authorization`'],
  ])('cannot have %s', (written, complaint) => {
    expect(complaintsAbout(file(`{ ${written} }`))).toContain(complaint)
  })
})

describe('expectations', () => {
  test('have names that say what is expected', () => {
    const written =
      'expect: { headers: { Content-Type: text/html }, contains: [a, "b c"], matches: "x+", json: { $.a: 1, "$.b[0]": { c: "{{ id }}" } }, within: 500ms, size: { max: 10 } }'
    expect(step(`get: /, ${written}`).expect.map(({ name }) => name)).toEqual([
      'header Content-Type is text/html',
      'body contains a',
      'body contains b c',
      'body matches x+',
      '$.a is 1',
      '$.b[0] is {c: "{{ id }}"}',
      'answer within 500 ms',
      'size is 0 to 10 bytes',
    ])
  })

  test.each([
    ['json: { "$.[": 1 }', '`$.[` cannot be a name here'],
    ['matches: "("', 'a regular expression'],
    ['size: { min: 2, max: 1 }', 'the smaller number as `min`'],
    ['within: 5', 'a duration above zero'],
    ['contain: x', 'did you mean `contains`?'],
  ])('cannot be { %s }', (written, complaint) => {
    expect(complaintsAbout(file(`{ get: /, expect: { ${written} } }`))).toContain(complaint)
  })
})

describe('startAfter', () => {
  const scenario = (more: string) => `{ executor: constant-vus, duration: 10s, ${more} steps: [{ get: / }] }`
  const scenarios = (a: string, b: string, c: string) =>
    `target: http://127.0.0.1\nscenarios:\n  a: ${scenario(a)}\n  b: ${scenario(b)}\n  c: ${scenario(c)}\n`

  test('puts a scenario behind the load of another, and of those before that', () => {
    const plan = planOf(scenarios('startAfter: b, startTime: 5s,', 'startAfter: c,', 'startTime: 1s,'))
    expect(plan.scenarios.map(({ name, startMs }) => [name, startMs])).toEqual([
      ['a', 26_000],
      ['b', 11_000],
      ['c', 1000],
    ])
  })

  test.each([
    ['startAfter: d,', 'There is no scenario `d`'],
    ['startAfter: a,', 'wait for one another for ever: a → a'],
    ['startAfter: b,', 'wait for one another for ever: a → b → c → a'],
  ])('cannot be { %s }', (a, complaint) => {
    expect(complaintsAbout(scenarios(a, 'startAfter: c,', 'startAfter: a,'))).toContain(complaint)
  })
})

describe('captures', () => {
  test('come from JSON, headers, cookies or the body', () => {
    const written =
      'capture: { a: $.a, b: { header: Location, regex: "(\\\\d+)" }, c: { cookie: sid, default: none }, d: { regex: "x(.)", all: true } }'
    expect(step(`get: /, ${written}`).capture).toEqual([
      { variable: 'a', source: { kind: 'json', path: '$.a' }, pattern: undefined, all: false, otherwise: undefined },
      {
        variable: 'b',
        source: { kind: 'header', header: 'location' },
        pattern: '(\\d+)',
        all: false,
        otherwise: undefined,
      },
      { variable: 'c', source: { kind: 'cookie', cookie: 'sid' }, pattern: undefined, all: false, otherwise: 'none' },
      { variable: 'd', source: { kind: 'body' }, pattern: 'x(.)', all: true, otherwise: undefined },
    ])
  })

  test.each([
    ['a: token', 'a JSONPath such as $.items[0].id'],
    ['a: { json: "$.[" }', 'a JSONPath such as $.items[0].id'],
    ['a: { json: $.a, header: b }', 'one of json, header, cookie and css'],
    ['a: { all: true }', 'one of json, header, cookie, css, regex'],
    ['a: { regexp: x }', 'did you mean `regex`?'],
    ['"a b": $.a', '`a b` cannot be a name here'],
  ])('cannot be { %s }', (written, complaint) => {
    expect(complaintsAbout(file(`{ get: /, capture: { ${written} } }`))).toContain(complaint)
  })
})

describe('data', () => {
  const columnsOf = (path: string) =>
    path === 'load/users.csv' ? ['id', 'name'] : { problem: 'there is no such file' }
  const given = { file: 'load/test.yaml', columnsOf }
  const withData = (data: string, used = 'users.name') => file(`{ get: "/{{ ${used} }}" }`, `data: { users: ${data} }`)

  test('comes from a file beside the scenario, in order unless it says otherwise', () => {
    expect(planOf(withData('{ file: users.csv }'), given).scenarios[0]?.data).toEqual([
      {
        variable: 'users',
        path: 'load/users.csv',
        delimiter: ',',
        columns: undefined,
        skipsFirstLine: false,
        order: 'sequential',
      },
    ])
    expect(
      planOf(withData('{ file: users.csv, order: random, delimiter: ; }'), given).scenarios[0]?.data,
    ).toMatchObject([{ delimiter: ';', order: 'random' }])
  })

  test('can have names of its own for columns', () => {
    const given = {
      file: 'load/test.yaml',
      columnsOf: (_: string, form: { columns: unknown }) => form.columns as string[],
    }
    const named = withData('{ file: users.csv, columns: [id, name], skipHeader: true }')
    expect(planOf(named, given).scenarios[0]?.data).toMatchObject([{ columns: ['id', 'name'], skipsFirstLine: true }])
    expect(complaintsAbout(withData('{ file: users.csv, columns: [id, nmae] }'), given)).toContain('no such column')
  })

  test('has any columns where its file is too long to tell', () => {
    expect(complaintsAbout(withData('{ file: a.ndjson }', 'users.any'), { columnsOf: () => undefined })).toBe('')
  })

  test('is left aside where no expression names it', () => {
    expect(planOf(withData('{ file: users.csv }', 'id'), given).scenarios[0]?.data).toEqual([])
  })

  test.each([
    ['{ file: user.csv }', 'data.users.file cannot be user.csv: there is no such file'],
    ['{ file: users.csv, order: shuffled }', 'one of sequential, random, unique'],
    ['{ file: users.csv, delimiter: ab }', 'one character'],
    ['{}', 'data.users.file is missing'],
    ['{ file: users.csv, skipHeader: true }', '`columns` beside it'],
    ['{ file: users.ndjson, columns: [a] }', 'a CSV file: JSON has names of its own'],
    ['{ file: users.csv, columns: [a, a] }', 'each name once'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(withData(written), given)).toContain(complaint)
  })

  test('has no columns but those of its file', () => {
    const complaints = complaintsAbout(withData('{ file: users.csv }', 'users.nmae'), given)
    expect(complaints).toContain('needs `users.nmae`, but the file of `users` has no such column')
    expect(complaints).toContain('did you mean `name`?')
  })
})
