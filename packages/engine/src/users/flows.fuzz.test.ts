import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { type Problem, readScenario } from '@loadrun/plan'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { closeServers, loadOf, serve } from '../testing/carry-out.ts'

afterEach(closeServers)

const expression = fc.constantFrom(
  ...['a', 'b', 'a.x', 'a[9].y ?? 1', 'b[0][0]', '1 / 0', 'a % 0', '-a', "!'x'", 'a == b', "a < 'z'", 'null', "''"],
  ...['randomInt(5, 1)', 'randomInt(a, b)', 'randomChoice(a)', 'randomString(a)', 'randomString(50000)', 'counter()'],
  ...["number('x')", 'length(a)', 'json(b)', "hash('md5', a)", "hash('nope', a)", 'urlEncode(b)', 'uuid()', 'now()'],
)
const template = fc.oneof(
  { weight: 20, arbitrary: expression.map((each) => `{{ ${each} }}`) },
  {
    weight: 20,
    arbitrary: fc.tuple(expression, fc.string({ maxLength: 4 })).map(([each, text]) => `${text}{{ ${each} }}`),
  },
  { weight: 10, arbitrary: fc.string({ maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom('{{ nobody }}', '{{', '\u0000', '\ud800', '💣', '\n') },
)
const path = fc.oneof(
  fc.constantFrom('/json', '/html', '/302', '/500', '/gzip', '/cookie', '/empty', '/reset', '/list'),
  template.map((each) => `/${each}`),
  expression.map((each) => `{{ ${each} }}`),
)
const capture = fc.oneof(
  fc.constantFrom('$.x', '$..*', { header: 'location' }, { cookie: 'c', default: 1 }, { css: 'li', all: true }),
  fc.constantFrom({ regex: '(.)', all: true }, { json: '$[0]', regex: 'x' }, { regex: '(a*)*$', default: null }),
)
const request = fc.record(
  {
    get: path,
    query: fc.dictionary(fc.string({ maxLength: 3 }), template, { maxKeys: 2 }),
    headers: fc.dictionary(fc.constantFrom('x-a', 'accept', 'cookie'), template, { maxKeys: 2 }),
    json: fc.oneof(template, fc.dictionary(fc.string({ maxLength: 3 }), template, { maxKeys: 2 })),
    redirects: fc.nat(3),
    capture: fc.dictionary(fc.constantFrom('a', 'b'), capture, { maxKeys: 2 }),
    expect: fc.record({ contains: template, json: fc.constant({ $: 1 }), matches: fc.constantFrom('.', '^$') }, {}),
  },
  { requiredKeys: ['get'] },
)

const { steps } = fc.letrec<{ steps: object[]; step: object }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    request,
    fc.record({ think: fc.constantFrom('1ms', '0ms', '5ms') }),
    fc.record({ if: expression, steps: tie('steps'), else: tie('steps') }),
    fc.record({ repeat: fc.oneof(fc.nat(3), expression), steps: fc.constant([{ think: '0ms' }]) }),
    fc.record({ forEach: expression, steps: tie('steps') }),
    fc.record({ while: expression, atMost: fc.integer({ min: 1, max: 3 }), steps: tie('steps') }),
    fc.record({ parallel: tie('steps') }),
    fc.record({
      choose: fc.array(fc.record({ weight: fc.constantFrom(1, 0.1, 5), steps: tie('steps') }), { minLength: 1 }),
    }),
  ),
}))

function answer(url: string, response: ServerResponse): void {
  if (url === '/302') response.writeHead(302, { location: '/302' }).end()
  else if (url === '/500') response.writeHead(500).end('broken')
  else if (url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('[1]').subarray(3))
  else if (url === '/cookie') response.writeHead(200, { 'set-cookie': ['c=1', '=;;', 'c'] }).end('{"x":{"x":[]}}')
  else if (url === '/html') response.end('<ul><li>x<li></ul><!-- <li> </')
  else if (url === '/list') response.end('[["x",null],2]')
  else if (url === '/reset') response.socket?.destroy()
  else response.end(url === '/empty' ? '' : '{"x":"y"}')
}

const head = (target: string) => ({
  target,
  workers: 1,
  vars: { a: [1, { x: 2 }], b: '{{ randomChoice(1, 2) }}' },
})
const scenario = (given: object[]) => ({
  executor: 'shared-iterations',
  cookies: 'per-vu',
  timeout: '2s',
  maxDuration: '2s',
  gracefulStop: '500ms',
  steps: given,
})

/** What is wrong with a flow; each thing in its place. */
function problemsWith(given: object[], target: string): readonly Problem[] {
  const text = JSON.stringify({ ...head(target), scenarios: { s: scenario(given) } })
  const read = readScenario(text, { file: 'fuzz.yaml', cores: 1 })
  return 'problems' in read ? read.problems : []
}

describe('flows of any kind', () => {
  test('are carried out to their end, or refused with the place of each mistake', { timeout: 120_000 }, async () => {
    const shop = await serve(({ url }, response) => answer(url, response))
    const target = shop.server.url
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 30 }), async (flows) => {
        const sound = flows.filter((flow) => {
          const problems = problemsWith(flow, target)
          const placed = problems.filter(({ message }) => !message.endsWith('are not shown'))
          for (const { line, column } of placed) expect([line, column]).not.toContain(undefined)
          return problems.length === 0
        })
        expect(sound.length).toBeGreaterThan(0)
        const scenarios = Object.fromEntries(sound.map((flow, index) => [`s${index}`, scenario(flow)]))
        const { total, troubles } = await loadOf(JSON.stringify({ ...head(target), scenarios }), target)
        expect(troubles).toEqual([])
        for (const { started, iterations, interruptedIterations } of Object.values(total.scenarios)) {
          expect([started, iterations + interruptedIterations]).toEqual([1, 1])
        }
      }),
      { numRuns: 1, endOnFailure: true },
    )
  })
})
