import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf } from '../testing/read.ts'

const login = 'before: { steps: [{ post: /login, capture: { token: $.token } }] }'

function file(around: string, steps = '{ get: / }', more = ''): string {
  return `target: http://127.0.0.1:1
${around}
scenarios:
  a: { executor: constant-vus, duration: 1s, ${more} steps: [${steps}] }
`
}

function complaints(around: string, steps?: string, given: Parameters<typeof complaintsAbout>[1] = {}): string {
  return complaintsAbout(file(around, steps), given)
}

describe('before and after', () => {
  test('become steps of the plan, with k6’s limits of time', () => {
    const { before, after } = planOf(file(`${login}\nafter: { steps: [{ delete: /a }] }\nsetupTimeout: 90s`))
    expect(before).toMatchObject({ timeoutMs: 90_000, steps: [{ name: 'POST /login' }], hands: ['token'] })
    expect(after).toMatchObject({ timeoutMs: 60_000, steps: [{ name: 'DELETE /a' }] })
    expect(planOf(file(''))).not.toHaveProperty('before')
  })

  test('send their requests as the first scenario sends its own', () => {
    expect(planOf(file(login, '{ get: / }', 'redirects: 3,')).before?.steps).toMatchObject([{ redirects: 3 }])
  })

  test('hand every variable that steps set to users and to what comes after, over the file’s own', () => {
    const steps = [
      '{ post: /login, capture: { token: $.token } }',
      '{ forEach: list, steps: [{ if: token, steps: [{ get: /, capture: { last: $.id } }] }] }',
    ]
    const plan = planOf(
      file(
        `vars: { list: [1], token: none }\nbefore: { steps: [${steps.join(', ')}] }\nafter: { steps: [{ get: "/{{ last }}" }] }`,
        '{ get: "/{{ last }}/{{ shown }}" }',
        'vars: { shown: "Bearer {{ token }}" },',
      ),
    )
    expect(plan.before?.hands).toEqual(['token', 'item', 'last'])
    expect(plan.before?.variables.map(({ name }) => name)).toEqual(['list', 'token'])
    expect(plan.after?.variables.find(({ name }) => name === 'token')?.value).toEqual({ kind: 'handed', name: 'token' })
    const variables = plan.scenarios[0]?.variables ?? []
    expect(variables.map(({ name }) => name)).toEqual(['list', 'token', 'item', 'last', 'shown'])
    expect(variables[1]?.value).toEqual({ kind: 'handed', name: 'token' })
  })

  test.each([
    ['users of what it does not set', login, '{ get: "/{{ tokn }}" }', 'did you mean `token`?'],
    [
      'what comes after',
      `${login}\nafter: { steps: [{ get: "/{{ id }}" }] }`,
      undefined,
      'after.steps.0.get needs `id`',
    ],
    [
      'a row of data, of which iterations have one',
      'data: { users: { file: u.csv } }\nvars: { who: "{{ users.name }}" }\nbefore: { steps: [{ get: "/{{ who }}" }] }',
      undefined,
      'before.steps.0.get needs `who`',
    ],
    [
      'its own later steps',
      'before: { steps: [{ get: "/{{ a }}" }, { get: /, capture: { a: $ } }] }',
      undefined,
      '`a`',
    ],
    ['no steps', 'before: { steps: [] }', undefined, 'at least one step'],
    ['k6’s name for it', 'setup: { steps: [{ get: / }] }', undefined, 'write before: { steps: … }'],
    ['Artillery’s flow', 'before: { flow: [{ get: / }] }', undefined, 'write steps'],
    ['a limit of nothing', 'teardownTimeout: 5s', undefined, 'but nothing happens `after` the load'],
  ])('are told what is wrong: %s', (_what, around, steps, said) => {
    expect(complaints(around, steps)).toContain(said)
  })

  test('have their scripts and files looked at', () => {
    const around = 'before: { steps: [{ run: ./a.ts#make }] }\nafter: { steps: [{ put: /, body: { file: b.xml } }] }'
    const said = complaints(around, undefined, {
      scriptFactsOf: () => ({ functions: ['made'], metrics: [] }),
      problemWithFile: () => 'it is not there',
    })
    expect(said).toContain('before.steps.0.run cannot run `make`')
    expect(said).toContain('after.steps.0.body.file cannot be b.xml: it is not there')
  })
})
