import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namesIn } from './names-in.ts'
import { ExpressionMistake, parseExpression } from './parse-expression.ts'
import { parseTemplate, parseValue } from './parse-template.ts'

const variable = (name: string) => ({ kind: 'variable', name }) as const
const constant = (value: string | number | boolean | null) => ({ kind: 'constant', value }) as const

describe('parseTemplate()', () => {
  test('leaves text without expressions as it is', () => {
    expect(parseTemplate('/orders?a={b}')).toBe('/orders?a={b}')
  })

  test('reads the expressions in a text, and one alone as itself', () => {
    expect(parseTemplate('/orders/{{ id }}/x')).toEqual({
      kind: 'text',
      parts: [constant('/orders/'), variable('id'), constant('/x')],
    })
    expect(parseTemplate('{{id}}')).toEqual(variable('id'))
    expect(parseTemplate("{{ 'a}}b' }}")).toEqual(constant('a}}b'))
    expect(parseTemplate("{{ '{{' }}x")).toEqual({ kind: 'text', parts: [constant('{{'), constant('x')] })
  })

  test.each([
    ['{{ id', 'a `}}` for each `{{`'],
    ['a {{ b }} {{', 'a `}}` for each `{{`'],
    ["{{ it's }}", 'a `}}` for each `{{`'],
    ['{{ }}', 'an expression at its end'],
    ['{{ a b }}', 'an expression before `b`'],
    ['{{ a ~ b }}', 'cannot be read'],
    ['{{ a[1 }}', '`]` at its end'],
    ['{{ env }}', 'such as env.TOKEN'],
    ['{{ uuuid() }}', 'did you mean `uuid`?'],
    ['{{ randomInt(1) }}', '`randomInt` as in randomInt(1, 6)'],
    ["{{ hash('crc', a) }}", 'one of md5, sha1'],
    [`{{ ${'('.repeat(60)}a${')'.repeat(60)} }}`, 'not nested as deep'],
    [`{{ ${'a'.repeat(3000)} }}`, 'at most 2000 characters'],
  ])('says what is wrong with %s', (source, complaint) => {
    expect(() => parseTemplate(source)).toThrow(complaint)
  })

  test('reads any text, or says what is wrong with it', () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      'a',
      '.',
      '(',
      ')',
      '[',
      ']',
      "'",
      '"',
      '\\',
      '+',
      '-',
      '!',
      '1',
      ' ',
      'uuid',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (parts) => {
        try {
          parseTemplate(parts.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionMistake)
        }
      }),
    )
  })
})

describe('parseExpression()', () => {
  test('reads members, positions and calls', () => {
    expect(parseExpression('user.orders[0].id')).toEqual({
      kind: 'member',
      of: {
        kind: 'member',
        of: { kind: 'member', of: variable('user'), key: constant('orders') },
        key: constant(0),
      },
      key: constant('id'),
    })
    expect(parseExpression('randomChoice(\'a\', "b", -1, true, null)')).toMatchObject({
      kind: 'call',
      name: 'randomChoice',
      given: [constant('a'), constant('b'), { kind: 'operation' }, constant(true), constant(null)],
    })
  })

  test('binds operators as JavaScript does', () => {
    expect(parseExpression('a + 2 * b == 3 && !c || d ?? e')).toMatchObject({
      operator: '??',
      left: {
        operator: '||',
        left: { operator: '&&', left: { operator: '==', left: { operator: '+', right: { operator: '*' } } } },
      },
      right: variable('e'),
    })
  })
})

describe('parseValue()', () => {
  test('finds templates however deep, and keeps fixed parts whole', () => {
    expect(parseValue({ a: [1, { b: 2 }], c: ['{{ d }}'] })).toEqual({
      kind: 'mapping',
      entries: [
        ['a', { kind: 'constant', value: [1, { b: 2 }] }],
        ['c', { kind: 'list', items: [variable('d')] }],
      ],
    })
  })
})

describe('namesIn()', () => {
  test('tells what is needed, and what can be done without', () => {
    expect(namesIn(parseExpression("(env.A ?? user.name) + uuid() + b['c']"))).toEqual([
      { kind: 'environment', name: 'A', member: undefined, hasOtherwise: true },
      { kind: 'variable', name: 'user', member: 'name', hasOtherwise: false },
      { kind: 'variable', name: 'b', member: 'c', hasOtherwise: false },
    ])
  })
})
