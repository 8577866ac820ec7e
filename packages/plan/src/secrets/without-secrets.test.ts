import { describe, expect, test } from 'vitest'
import { planOf, plansOf } from '../testing/read.ts'
import { withoutSecrets } from './without-secrets.ts'

const file = (steps: string, more = '') => `
target: http://127.0.0.1:1
scenarios:
  a:
    executor: constant-vus
    duration: 1s
    proxy: http://me:s3cret@proxy.test:3128
    vars: { token: "{{ uuid() }}" }
    steps: [${steps}]
${more}`

describe('withoutSecrets()', () => {
  test('leaves nothing of what was written to be kept secret in a plan', () => {
    const plan = planOf(
      file(`
      { get: /, auth: { basic: { user: ann, password: s3cret } } },
      { get: /, auth: { bearer: s3cret } },
      { get: /, auth: { bearer: "s3cret-{{ token }}" } },
      { get: /, auth: { basic: { user: "{{ token }}", password: "s3cret" } } },
      { get: /, auth: { bearer: "{{ env.TOKEN ?? 's3cret' }}" } },
      { group: g, steps: [{ get: /, headers: { Authorization: "Digest s3cret" } }] },
      { get: "http://ann:s3cret@{{ token }}/" }`),
    )
    const text = JSON.stringify(withoutSecrets(plan))
    expect(text).not.toContain('s3cret')
    // Basic credentials are worked out when the file is read.
    expect(text).not.toContain(btoa('ann:s3cret'))
    expect(text).toContain('http://***@proxy.test:3128')
    expect(JSON.stringify(plan)).toContain(btoa('ann:s3cret'))
  })

  test('leaves everything else as it is', () => {
    const plan = planOf(
      file(`
      { get: "/mail?to=a@b.test", auth: { bearer: "{{ token }}" }, headers: { x: "http://b.test/a@b" } },
      { post: /, json: { auth: yes, password: plain, url: "http://a.test" } }`).replace('me:s3cret@', ''),
    )
    expect(withoutSecrets(plan)).toEqual(plan)
  })

  test('knows what variants change by its path', () => {
    const [, plan] = plansOf(
      file(
        '{ get: /, auth: { bearer: one } }',
        'variants: { a: {}, b: { scenarios.a.steps.0.auth.bearer: s3cret, scenarios.a.proxy: "http://me:s3cret@b.test" } }',
      ),
    )
    expect(withoutSecrets(plan?.variant.changes)).toEqual({
      'scenarios.a.steps.0.auth.bearer': '***',
      'scenarios.a.proxy': 'http://***@b.test',
    })
  })
})
