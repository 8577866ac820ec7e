import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf, problemsOf } from '../testing/read.ts'
import { longestText, mostPieces } from './yaml.ts'

const smallest = 'target: http://x\nscenarios: { a: { executor: constant-vus, duration: 1s, steps: [{ get: / }] } }'

describe('a text that is not the YAML wanted', () => {
  test.each([
    ['is empty', '', 'test.yaml:1:1: The file is empty'],
    ['has comments alone', '# nothing\n', 'test.yaml:1:1: The file is empty'],
    ['is a list', '- a', 'test.yaml:1:1: The file cannot be [a]'],
    ['is a word', 'hello', 'test.yaml:1:1: The file cannot be hello'],
    ['has a key twice', `${smallest}\nseed: 1\nseed: 2`, 'test.yaml:4:1: `seed` is given twice'],
    ['has tabs for indentation', 'a:\n\tb: 1', 'test.yaml:2:1: Tabs are not allowed as indentation'],
    ['has tabs for indentation', 'a:\n\tb: 1', 'hint: indent with spaces'],
    ['has a colon in text', 'name: a: b', 'hint: a text that has `: ` in it needs quotes'],
    ['has an expression without quotes', `name: {{ b }}\n${smallest}`, 'An expression needs quotes'],
    ['has an expression without quotes', `name: {{ b }}\n${smallest}`, "wanted: '{{ b }}'"],
    ['has text behind such an expression', 'name: {{ b }}/c', 'hint: a text with `{{ }}` in it needs quotes'],
    ['has a merge key', `${smallest}\nx: &x { a: 1 }\nsockets: { <<: *x }`, 'Merge keys (`<<`) are not read'],
    ['has a merge key in YAML 1.1', '%YAML 1.1\n---\na: &a { b: 1 }\nc: { <<: *a }', 'Merge keys'],
    ['has an alias without anchor', 'seed: *x', 'test.yaml:1:7: No anchor `&x` stands before this'],
    ['has an alias of what holds it', `${smallest}\nsockets: &x { every: *x }`, '`*x` holds itself'],
    ['has a tag of its own', 'seed: !mine 5', 'Unresolved tag: !mine'],
    ['has binary data', 'name: !!binary aGk=', 'Unresolved tag'],
    ['has a second document', `${smallest}\n---\nseed: 1`, 'test.yaml:3:1: A second document begins after `---`\n'],
    ['has a number without end', `${smallest}\nseed: .inf`, '`Infinity` is not a number that can be used'],
    ['has a list for a key', `${smallest}\n? [a]\n: 1`, 'A key must be text'],
    ['has no text for a key', `${smallest}\n: 1`, 'A key must be text'],
    ['names the prototype', `${smallest}\n__proto__: { seed: 1 }`, '`__proto__` cannot be a name'],
    ['is UTF-16', 'n\0a\0m\0e\0', 'test.yaml:1:2: The file is not text in UTF-8'],
    ['is Latin-1', 'name: \ufffdber', 'test.yaml:1:7: The file is not text in UTF-8'],
    ['is not closed', 'seed: [1', 'test.yaml:1:9: Flow sequence in block collection'],
  ])('%s: told with its place', (_, text, complaint) => {
    expect(complaintsAbout(text)).toContain(complaint)
  })

  test('tells of a merge key, not of what it would have brought', () => {
    const text = `target: http://x\nscenarios: { a: &a { executor: constant-vus, duration: 1s, steps: [{ get: / }] }, b: { <<: *a, vus: 2 } }`
    expect(problemsOf(text).map(({ message }) => message)).toEqual(['Merge keys (`<<`) are not read'])
  })

  test('tells of an expression without quotes, not of what YAML takes it for', () => {
    const problems = problemsOf(smallest.replace('get: /', 'get: {{ path }}'))
    expect(problems.map(({ message }) => message)).toEqual(['An expression needs quotes'])
  })

  test('tells of a key given twice beside all other mistakes', () => {
    const problems = problemsOf(`${smallest}\nseed: 1\nseed: 2\nbogus: 1`)
    expect(problems.map(({ message }) => message)).toEqual([
      '`seed` is given twice',
      'A scenario file has no key `bogus`',
    ])
  })
})

/** Anchors in anchors: each is 40 lists deeper than the one before. */
const depths = Array.from(
  { length: 20 },
  (_, level) => `a${level + 1}: &a${level + 1} ${'['.repeat(40)}${level === 0 ? 1 : `*a${level} `}${']'.repeat(40)}`,
)

/** A file of 12,000 values, and fifty variants of it. */
const manyVariants = [
  'target: http://x',
  `scenarios: { a: { executor: constant-vus, duration: 1s, steps: [&get { get: / }${', *get'.repeat(4000)}] } }`,
  `variants: { ${Array.from({ length: 50 }, (_, index) => `v${index}: { seed: ${index} }`)} }`,
].join('\n')

describe('a text made to be costly', () => {
  const laughs = Array.from(
    { length: 10 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`)}]`,
  )
  /** So often a part that the library makes as many pieces of. */
  const fill = (part: string, pieces: number) => part.repeat((mostPieces - 10) / pieces)
  const each = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n')

  const steps = (count: number, step: (index: number) => string) =>
    `target: http://x\nscenarios: { a: { executor: constant-vus, duration: 1s, steps: [\n${each(count, (i) => `{ ${step(i)} },`)}\n] } }`
  const scenarios = (count: number, more: (index: number) => string) =>
    `target: http://x\nscenarios:\n${each(count, (i) => ` s${i}: { executor: constant-vus, duration: 1s, steps: [{ get: / }], ${more(i)} }`)}`

  test.each([
    ['aliases that explode', `a0: &a0 1\n${laughs.join('\n')}`, 'more than 100000 values'],
    ['aliases that dig', depths.join('\n'), 'Nested too deeply once aliases are written out'],
    ['variants of a large file', manyVariants, 'test.yaml:3:1: The file has 12110 values, and 50 variants'],
    ['50 MB', 'a: 1\n'.repeat(10_000_000), 'The file has 50000000 characters, more than the 2000000'],
    ['nested lists', fill('[', 1), 'Nested too deeply'],
    ['nested mappings', fill('{', 1), 'Nested too deeply'],
    ['nested list items', fill('- ', 2), 'Nested too deeply'],
    ['nested keys', fill('? ', 2), 'Nested too deeply'],
    ['marks without end', 'a:\n'.repeat(600_000), 'more than the 300000 marks, words and line ends'],
    ['keys without end', each(50_000, (i) => `${i}:`), 'more problems are not shown'],
    ['one key again and again', fill('a:\n', 4), 'more problems are not shown'],
    ['anchors without end', fill('&a ', 2), 'more problems are not shown'],
    ['aliases without end', `a: &a 1\nb: [${'*a,'.repeat(110_000)}]`, 'more than 100000 values'],
    ['brackets that close nothing', fill(']', 1), 'more problems are not shown'],
    [
      'text that is not closed right, on one line',
      `"${'\\x'.repeat(longestText / 2 - 1)}"`,
      'more problems are not shown',
    ],
    ['a mistake in each step', steps(20_000, (i) => `gte: /${i}`), 'more problems are not shown'],
    [
      'unknown variables in each step',
      steps(10_000, (i) => `get: "/{{ x${i} }}", capture: { v${i}: $.a }`),
      'problems are',
    ],
    ['variables without end', `${smallest}\nvars:\n${each(25_000, (i) => ` v${i}: "{{ v${i - 1} }}"`)}`, 'needs `v`'],
    [
      'too many scenarios',
      `scenarios:\n${each(2001, (i) => ` s${i}: { startAfter: s${i - 1} }`)}`,
      'There are 2001 scenarios',
    ],
    ['scenarios in a circle', scenarios(2000, (i) => `startAfter: s${(i + 1) % 2000}`), 'more problems are not shown'],
    ['too many thresholds', `${smallest}\nthresholds:\n${each(2001, (i) => ` m${i}: rate < 1`)}`, 'of 2001 metrics'],
    [
      'thresholds on what is not there',
      `${scenarios(2000, () => 'vus: 1')}\nthresholds:\n${each(2000, (i) => ` "http_reqs{scenario:sx${i}}": count < 1`)}`,
      'There is no scenario `sx0`',
    ],
  ])('with %s is refused soon', (_, text, complaint) => {
    const before = process.threadCpuUsage()
    expect(complaintsAbout(text)).toContain(complaint)
    const { user, system } = process.threadCpuUsage(before)
    // Some tenths of a second on a quiet machine; without bounds, minutes.
    expect(user + system).toBeLessThan(8_000_000)
  })
})

describe('a text with', () => {
  test('a byte order mark, Windows line ends and JSON is read', () => {
    expect(planOf(`\ufeff${smallest}`).seed).toBe(1)
    expect(planOf(`${smallest}\nseed: 5\n`.replaceAll('\n', '\r\n')).seed).toBe(5)
    expect(planOf(JSON.stringify(planOf(smallest).configuration)).seed).toBe(1)
  })

  test('numbers for names keeps them as they are written', () => {
    const text = smallest.replace('get: /', 'get: /, headers: { 007: bond }')
    expect(planOf(text).scenarios[0]?.steps[0]).toMatchObject({ headers: { '007': 'bond' } })
  })

  test('what YAML 1.1 took for true or for base 60 keeps it as text', () => {
    const text = smallest.replace('get: /', 'get: /, headers: { a: yes, b: 12:30:45, c: 2020-01-01 }')
    expect(planOf(text).scenarios[0]?.steps[0]).toMatchObject({ headers: { a: 'yes', b: '12:30:45', c: '2020-01-01' } })
  })
})

describe('changes that cannot be made', () => {
  test.each([
    ['seed', '--set seed: `seed` does not say what to set\n  wanted: path=value'],
    ['=5', '--set =5: `` is not a path\n  wanted: keys joined by dots'],
    ['a..b=5', '`a..b` is not a path'],
    [`${'a.'.repeat(30_000)}a=5`, 'The path has 30001 keys\n  wanted: at most 100 keys'],
    ['seed=[', '--set seed=[: Flow sequence'],
    ['seed={a: 1, a: 2}', '`a` is given twice'],
    ['seed=', '--set seed=: seed is empty'],
    ['sead=5', '--set sead=5: A scenario file has no key `sead`'],
    ['sead=5', 'hint: did you mean `seed`?'],
    ['target.x=5', '--set target.x=5: target has no keys: it is http://x'],
    ['scenarios.b.duration=5s', '--set scenarios.b.duration=5s: scenarios has no `b`\n  wanted: one of a'],
    ['scenarios.a.steps.1.get=/', 'scenarios.a.steps has no position `1`\n  wanted: a position from 0 to 0'],
    ['scenarios.a.steps.get=/', 'scenarios.a.steps has no position `get`'],
    ['scenarios.a.duration=5', '--set scenarios.a.duration=5: scenarios.a.duration cannot be 5'],
    ['scenarios.a.steps.0={}', '--set scenarios.a.steps.0={}: scenarios.a.steps.0 cannot be {}'],
    ['topology.s.kind=middleware', '--set topology.s.kind=middleware: topology.s.upstream is missing'],
    ['topology.s={kind: middleware}', '--set topology.s={kind: middleware}: topology.s.upstream is missing'],
    ['variants.a.seed=1', 'variants cannot be changed'],
    ['__proto__.x=1', '`__proto__` cannot be a name'],
    ['constructor.prototype=1', 'A scenario file has no key `constructor`'],
  ])('--set %s is told as such', (argument, complaint) => {
    expect(complaintsAbout(smallest, { set: [argument] })).toContain(complaint)
  })

  test('in a variant are told where they are written, with whose they are', () => {
    const text = `${smallest}\nvariants:\n  a: {}\n  b: { sead: 1, scenarios.a.duration: 5, scenarios.b.duration: 5s }`
    expect(problemsOf(text).map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '5:8 A scenario file has no key `sead` (variant b)',
      '5:39 scenarios.a.duration cannot be 5 (variant b)',
      '5:42 scenarios has no `b` (variant b)',
    ])
  })

  test('are not looked for inside a change: a mistake in a part of its value is told there', () => {
    const text = `${smallest}\nvariants:\n  b:\n    scenarios.a.steps:\n      - get: /\n      - got: /`
    expect(problemsOf(text)).toMatchObject([{ line: 7, column: 9, path: 'scenarios.a.steps.1.got' }])
  })

  test('name an unknown variant and an impossible number of workers', () => {
    const text = `${smallest}\nvariants: { before: {}, after: {} }`
    expect(complaintsAbout(text, { variant: 'befor', workers: 0 })).toBe(
      [
        '--variant befor: The file has no variant `befor`',
        '  wanted: one of before, after',
        '  hint: did you mean `before`?',
        '--workers 0: workers cannot be 0',
        '  wanted: a whole number from 1 to 256',
      ].join('\n'),
    )
  })
})
