import { describe, expect, test } from 'vitest'
import type { Step } from '../plan/step.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

function file(steps: string, load = 'executor: constant-vus, duration: 1s'): string {
  return `target: http://127.0.0.1:1\nscenarios: { a: { ${load}, vars: { n: 2 }, steps: [${steps}] } }`
}

const stepsOf = (steps: string): readonly Step[] => planOf(file(steps)).scenarios[0]?.steps ?? []
const n = { kind: 'variable', name: 'n' }
const visit = [{ kind: 'request', name: 'GET /' }]

describe('a step', () => {
  test('can be a pause of any distribution', () => {
    expect(stepsOf('{ think: 2s }, { think: { exponential: 1s } }')).toEqual([
      { kind: 'think', time: { kind: 'fixed', ms: 2000 } },
      { kind: 'think', time: { kind: 'exponential', meanMs: 1000 } },
    ])
  })

  test('can be a group, whose name goes before those of its requests', () => {
    const written = '{ group: buy, steps: [{ get: /a }, { group: pay, steps: [{ post: /b, name: card }] }] }'
    expect(stepsOf(written)).toMatchObject([{ name: 'buy / GET /a' }, { name: 'buy / pay / card' }])
  })

  test('can depend on a condition, with and without braces', () => {
    const condition = { kind: 'operation', operator: '>', left: n, right: { kind: 'constant', value: 1 } }
    expect(stepsOf('{ if: n > 1, steps: [{ get: / }], else: [{ think: 1s }] }')).toMatchObject([
      { kind: 'if', condition, steps: visit, otherwise: [{ kind: 'think' }] },
    ])
    expect(stepsOf('{ if: "{{ n > 1 }}", steps: [{ get: / }] }')).toMatchObject([{ condition, otherwise: [] }])
  })

  test('can be repeated so many times, for each item of a list, or while something holds', () => {
    expect(
      stepsOf(
        '{ repeat: 3, as: i, steps: [{ get: / }] }, { repeat: n, steps: [{ get: / }] }, { forEach: n, steps: [{ get: "/{{ item }}" }] }, { while: n < 5, atMost: 4, steps: [{ get: / }] }',
      ),
    ).toMatchObject([
      { kind: 'repeat', count: { kind: 'constant', value: 3 }, as: 'i', steps: visit },
      { kind: 'repeat', count: n, as: undefined },
      { kind: 'forEach', list: n, as: 'item' },
      { kind: 'while', atMost: 4, steps: visit },
    ])
  })

  test('can be one of several, or several at once', () => {
    expect(
      stepsOf(
        '{ choose: [{ weight: 3, steps: [{ get: / }] }, { weight: 1, steps: [{ think: 1s }] }] }, { parallel: [{ get: / }, { group: g, steps: [{ get: /b }] }] }',
      ),
    ).toMatchObject([
      { kind: 'choose', choices: [{ weight: 3, steps: visit }, { weight: 1 }] },
      { kind: 'parallel', steps: [{ name: 'GET /' }, { name: 'g / GET /b' }] },
    ])
  })

  test('can wait for what its own steps capture', () => {
    const poll = '{ while: "state != \'done\'", atMost: 5, steps: [{ get: /, capture: { state: $.state } }] }'
    expect(complaintsAbout(file(`${poll}, { get: "/{{ state }}" }`))).toBe('')
  })

  test('adds its patience to the users that an open load may have', () => {
    const written = '{ repeat: 3, steps: [{ get: / }] }, { think: 4s }, { parallel: [{ get: / }, { get: / }] }'
    const [scenario] = planOf(
      file(written, 'executor: constant-arrival-rate, rate: 20, duration: 1s, timeout: 1s'),
    ).scenarios
    expect(scenario?.load).toMatchObject({ maxVUs: 1.5 * 20 * (3 + 4 + 1) })
  })

  test.each([
    ['{ think: 1s, get: / }', 'exactly one of get, post, put, patch, delete, head, options, think'],
    ['{ thinks: 1s }', 'did you mean `think`?'],
    ['{ think: 5 }', 'steps.0.think cannot be 5'],
    ['{ group: buy }', 'steps.0.steps is missing'],
    ['{ group: "{{ n }}", steps: [{ get: / }] }', 'a name that is the same each time'],
    ['{ repeat: 2, steps: [] }', 'at least one step'],
    ['{ repeat: 2, steps: [{ gett: / }] }', 'steps.0.steps.0 has no key `gett`'],
    ['{ repeat: -1, steps: [{ get: / }] }', 'a whole number from 0 to 1000000'],
    ['{ while: n, steps: [{ get: / }] }', 'the most rounds, such as 20: a loop must end'],
    ['{ get: /, atMost: 3 }', 'this key only beside while'],
    ['{ think: 1s, headers: { a: b } }', 'this key only beside get, post'],
    ['{ if: "n >", steps: [{ get: / }] }', 'an expression at its end'],
    ['{ if: m, steps: [{ get: / }] }', 'steps.0.if needs `m`'],
    ['{ forEach: n, as: x, steps: [{ get: "/{{ item }}" }] }', 'needs `item`'],
    ['{ get: /, as: x }', 'this key only beside repeat, forEach'],
    ['{ choose: [{ weight: 0, steps: [{ get: / }] }] }', 'a number above zero'],
    ['{ parallel: [{ get: /a, capture: { t: $.t } }, { get: "/{{ t }}" }] }', 'steps.0.parallel.1.get needs `t`'],
  ])('cannot be %s', (written, complaint) => {
    expect(complaintsAbout(file(written))).toContain(complaint)
  })
})
