import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatProblem } from './problems/format-problem.ts'
import { readScenario } from './read-scenario.ts'

const incident = readFileSync(new URL('../../../scenarios/incident.yaml', import.meta.url), 'utf8')
const mistaken = readFileSync(new URL('./testing/many-mistakes.yaml', import.meta.url), 'utf8')

/** A file with what the other two lack: what it extends, environments, steps of all kinds. */
const language = `extends: base.yaml
vars: { list: [1, 2], text: "a {{ list[0] + 1 }} b" }
data: { user: { file: users.csv, order: unique } }
scenarios:
  first:
    tags: { team: shop }
    executor: ramping-arrival-rate
    startRate: 1/s
    stages: [{ target: 10/s, duration: 5s }]
    steps:
      - post: "/login/{{ urlEncode(user.name) }}"
        json: { user: "{{ user.name }}", n: "{{ randomInt(1, 6) }}" }
        capture: { token: "$..items[?@.a > 1 && match(@.b, 'x.*')].id", page: { css: "ul > li:not(.a)", regex: "(a+)b" } }
        expect: { status: [2xx, 404], matches: "^ok", json: { $.ok: true }, within: 1s }
      - if: "token != '' && list[0] >= 1"
        steps: [{ repeat: 3, as: i, steps: [{ get: "/{{ i }}/{{ env.STAGE ?? 'x' }}" }] }]
      - choose: [{ weight: 2, steps: [{ think: { normal: [1s, 200ms] } }] }, { weight: 1, steps: [{ get: / }] }]
  second: { executor: per-vu-iterations, vus: 2, iterations: 3, startAfter: first, steps: [{ get: / }] }
thresholds:
  http_req_failed: rate < 1%
  "http_req_duration{scenario:first,status:200}": [p(95) < 500ms, { threshold: max < 2s, abortOnFail: true }]
environments:
  staging: { target: "https://staging.test", scenarios.second.vus: 1 }
variants:
  one: {}
  two: { scenarios.first.stages.0.target: 20/s, expect: fail }
`
const base = 'target: http://x\nseed: 7\nscenarios: { second: { timeout: 2s } }\n'

const yamlPiece = fc.constantFrom(
  ...[
    '\n',
    '  ',
    '- ',
    ': ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a ',
    '*a',
    '<<: ',
    '!!int ',
    '"',
    "'",
    '|\n',
    '>',
    '#',
    '%',
    '? ',
    '---\n',
  ],
  ...[
    '\t',
    '\r\n',
    '~',
    'null',
    '.inf',
    '-1',
    '0',
    '1e9',
    '5s',
    '150/s',
    '35%',
    'none',
    'true',
    '\ufeff',
    '\u2028',
    '\ud800',
    '\0',
  ],
  ...[
    'target',
    'topology',
    'scenarios',
    'variants',
    'thresholds',
    'kind',
    'executor',
    'steps',
    '__proto__',
    'constructor',
  ],
)
const piece = fc.oneof(yamlPiece, fc.string({ maxLength: 5 }), fc.string({ unit: 'binary', maxLength: 3 }))

/** A scenario with some stretches replaced by something else. */
const edited = fc
  .tuple(
    fc.constantFrom(incident, mistaken, language),
    fc.array(fc.record({ at: fc.nat(5000), length: fc.nat(12), by: piece }), { minLength: 1, maxLength: 6 }),
  )
  .map(([text, edits]) =>
    edits.reduce((current, { at, length, by }) => {
      const from = at % (current.length + 1)
      return current.slice(0, from) + by + current.slice(from + length)
    }, text),
  )

const anyText = fc.oneof(
  edited,
  fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json({ maxDepth: 4 }),
)

const paths = ['seed', 'target', 'topology.server.latency', 'topology.server', 'scenarios.clients.steps.0', 'scenarios']
const setArgument = fc.oneof(
  fc
    .tuple(fc.constantFrom(...paths), fc.oneof(fc.json({ maxDepth: 3 }), piece))
    .map(([path, value]) => `${path}=${value}`),
  fc.string({ maxLength: 20 }),
)

/** Each file that one extends is the same text or a sound one, so that mistakes are in either. */
function expectPlansOrPlacedProblems(text: string, set: readonly string[]): void {
  const texts = new Map([['fuzz.yaml', text]])
  const read = readScenario(text, {
    file: 'fuzz.yaml',
    cores: 2,
    platform: 'linux',
    set,
    environment: {},
    ...(text.includes('staging:') ? { environmentName: 'staging' } : {}),
    readFile: (path) => {
      const found = path.length % 3 === 0 ? text : base
      texts.set(path, found)
      return { text: found }
    },
    columnsOf: () => ['name'],
  })
  if ('plans' in read) {
    expect(read.plans.length).toBeGreaterThan(0)
    expect(JSON.parse(JSON.stringify(read.plans[0]?.configuration))).toEqual(read.plans[0]?.configuration)
    return
  }
  expect(read.problems.length).toBeGreaterThan(0)
  for (const problem of read.problems) {
    if (problem.argument === undefined && problem.line !== undefined) {
      const lines = texts.get(problem.file)?.split('\n') ?? []
      expect(problem.line).toBeGreaterThanOrEqual(1)
      expect(problem.line).toBeLessThanOrEqual(lines.length)
      expect(problem.column).toBeGreaterThanOrEqual(1)
      expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1]?.length ?? 0) + 1)
    }
    expect(formatProblem(problem)).toContain(': ')
  }
}

describe('readScenario()', () => {
  test('takes the language that is changed at random', () => {
    expectPlansOrPlacedProblems(language, [])
    const read = readScenario(language, {
      file: 'fuzz.yaml',
      cores: 2,
      environmentName: 'staging',
      readFile: () => ({ text: base }),
      columnsOf: () => ['name'],
    })
    expect('problems' in read ? read.problems.map((problem) => formatProblem(problem)) : []).toEqual([])
  })

  test('makes plans or placed problems of any text', () => {
    fc.assert(
      fc.property(anyText, (text) => expectPlansOrPlacedProblems(text, [])),
      { numRuns: 600 },
    )
  })

  test('makes plans or placed problems of any change to a scenario', () => {
    fc.assert(
      fc.property(fc.array(setArgument, { minLength: 1, maxLength: 3 }), (set) =>
        expectPlansOrPlacedProblems(incident, set),
      ),
      { numRuns: 400 },
    )
  })
})
