import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatProblem } from './problems/format-problem.ts'
import { readScenario } from './read-scenario.ts'

const incident = readFileSync(new URL('../../../scenarios/incident.yaml', import.meta.url), 'utf8')
const mistaken = readFileSync(new URL('./testing/many-mistakes.yaml', import.meta.url), 'utf8')

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
    fc.constantFrom(incident, mistaken),
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

function expectPlansOrPlacedProblems(text: string, set: readonly string[]): void {
  const read = readScenario(text, { file: 'fuzz.yaml', cores: 2, platform: 'linux', set })
  if ('plans' in read) {
    expect(read.plans.length).toBeGreaterThan(0)
    expect(JSON.parse(JSON.stringify(read.plans[0]?.configuration))).toEqual(read.plans[0]?.configuration)
    return
  }
  const lines = text.split('\n')
  expect(read.problems.length).toBeGreaterThan(0)
  for (const problem of read.problems) {
    if (problem.argument === undefined && problem.line !== undefined) {
      expect(problem.line).toBeGreaterThanOrEqual(1)
      expect(problem.line).toBeLessThanOrEqual(lines.length)
      expect(problem.column).toBeGreaterThanOrEqual(1)
      expect(problem.column).toBeLessThanOrEqual((lines[problem.line - 1]?.length ?? 0) + 1)
    }
    expect(formatProblem(problem)).toContain(': ')
  }
}

describe('readScenario()', () => {
  test('makes plans or placed problems of any text', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyText, (text) => expectPlansOrPlacedProblems(text, [])),
      { numRuns: 600 },
    )
  })

  test('makes plans or placed problems of any change to a scenario', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(setArgument, { minLength: 1, maxLength: 3 }), (set) =>
        expectPlansOrPlacedProblems(incident, set),
      ),
      { numRuns: 400 },
    )
  })
})
