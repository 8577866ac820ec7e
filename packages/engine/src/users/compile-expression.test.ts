import type { Expression, JsonValue } from '@loadrun/plan'
import { readScenario } from '@loadrun/plan'
import { describe, expect, test } from 'vitest'
import { compileExpression, compileText, type Language, places } from './compile-expression.ts'
import { iterationsOf } from './iteration.ts'

/** Two variables and one expression, as a scenario file has them. */
function evaluate(source: string, values: Readonly<Record<string, JsonValue>> = {}, seed = 1): JsonValue {
  const vars = JSON.stringify({ ...values, outcome: `{{ ${source} }}` })
  const text = `target: http://a\nscenarios: { s: { executor: constant-vus, duration: 1s, vars: ${vars}, steps: [{ get: / }] } }`
  const read = readScenario(text, { file: 'x.yaml', cores: 1 })
  if ('problems' in read)
    throw new Error(read.problems.map(({ message, wanted }) => `${message}: ${wanted}`).join('\n'))
  const language = testLanguage()
  const iteration = iterationsOf('s', { worker: 0, workers: 1, seed })()
  let last: JsonValue = null
  for (const { name, value } of read.plans[0]?.scenarios[0]?.variables ?? []) {
    last = compileExpression(value, language)(iteration)
    iteration.values[language.placeOf(name)] = last
  }
  return last
}

function testLanguage(): Language {
  let counted = 0
  return { ...places(), nowEpochMs: () => 1_000_000_000_123.7, handed: () => null, count: () => ++counted }
}

describe('an expression', () => {
  const values = { user: { name: 'Ann', tags: ['a', 'b'] }, text: '5', none: null }

  test.each<[string, JsonValue]>([
    ['user.name', 'Ann'],
    ['user.tags[1]', 'b'],
    ['user.tags[9]', null],
    ["user['na' + 'me']", 'Ann'],
    ['user.constructor', null],
    ['text.length', null],
    ['none ?? 7', 7],
    ['1 + 2 * 3', 7],
    ["'a' + 1", 'a1'],
    ['text + 1', '51'],
    ['number(text) + 1', 6],
    ['text == 5', true],
    ['text < 10', true],
    ["'b' > 'a'", true],
    ['!none && 1 <= 1', true],
    ['1 / 0', null],
    ['7 % 4 - -1', 4],
    ["base64('ä')", 'w6Q='],
    ["hash('md5', 'a')", '0cc175b9c0f1b6a831c399e269772661'],
    ["hmac('sha1', 'k', 'a')", '40e7d441cadb17b07f050341aa23a6820ed81c8b'],
    ["urlEncode('a b&ü')", 'a%20b%26%C3%BC'],
    ['json(user.tags)', '["a","b"]'],
    ['length(user.tags) + length(user) + length(text)', 5],
    ['now()', 1_000_000_000_123],
    ['timestamp()', '2001-09-09T01:46:40.123Z'],
    ['counter() + counter()', 3],
    ['iteration()', 1],
  ])('%s is %j', (source, outcome) => {
    expect(evaluate(source, values)).toEqual(outcome)
  })

  test('draws the same with the same seed, and otherwise with another', () => {
    for (const source of ['uuid()', 'randomString(20)', 'randomInt(0, 1000000000)']) {
      expect(evaluate(source)).toBe(evaluate(source))
      expect(evaluate(source)).not.toBe(evaluate(source, {}, 2))
    }
    expect(evaluate('traceparent()')).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/)
    expect(evaluate('uuid()')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })

  test('draws every whole number of a range, its ends included, and every choice', () => {
    const draws = Array.from({ length: 200 }, (_, seed) => evaluate('randomInt(1, 3)', {}, seed))
    expect(new Set(draws)).toEqual(new Set([1, 2, 3]))
    const choices = Array.from({ length: 100 }, (_, seed) => evaluate('randomChoice(list)', { list: ['x', 'y'] }, seed))
    expect(new Set(choices)).toEqual(new Set(['x', 'y']))
  })
})

describe('compileText()', () => {
  test('leaves fixed text alone, and puts values into the rest', () => {
    const language = testLanguage()
    const part = (value: JsonValue): Expression => ({ kind: 'constant', value })
    expect(compileText('x', language)).toBe('x')
    const text = compileText({ kind: 'text', parts: [part('a'), part(null), part(1), part([true])] }, language)
    expect(typeof text === 'function' && text(iterationsOf('s', { worker: 0, workers: 1, seed: 1 })())).toBe('a1[true]')
  })
})

describe('iterationsOf()', () => {
  test('numbers the iterations of all workers without a number twice', () => {
    const begins = [0, 1, 2].map((worker) => iterationsOf('s', { worker, workers: 3, seed: 1 }))
    expect(begins.flatMap((begin) => [begin().number, begin().number])).toEqual([0, 3, 1, 4, 2, 5])
  })
})
