import { describe, expect, test } from 'vitest'
import { complaintsAbout, planOf, plansOf } from '../testing/read.ts'

const text = `scenarios:
  visitors: { executor: constant-arrival-rate, rate: 10/s, duration: 1m, steps: [{ get: / }] }
variants:
  slow: { scenarios.visitors.rate: 1/s }
  fast: {}
environments:
  staging: { target: 'https://staging.test' }
  production:
    target: https://example.com
    scenarios.visitors.rate: 100/s
`

const rateOf = (plan: ReturnType<typeof planOf>) => plan.scenarios[0]?.load

describe('environments', () => {
  test('bring what is different where the file is run', () => {
    const [slow, fast] = plansOf(text, { environmentName: 'production' })
    expect(slow).toMatchObject({ target: { url: 'https://example.com' } })
    expect([slow, fast].map((plan) => plan && rateOf(plan))).toMatchObject([
      { ratePerSecond: 1 },
      { ratePerSecond: 100 },
    ])
    expect(slow?.configuration).not.toHaveProperty('environments')
  })

  test('come before --set', () => {
    const plan = planOf(text, { environmentName: 'production', set: ['scenarios.visitors.rate=5/s'], variant: 'fast' })
    expect(rateOf(plan)).toMatchObject({ ratePerSecond: 5 })
  })

  test('are named where the file lacks what they bring', () => {
    expect(complaintsAbout(text)).toContain('hint: choose an environment: --env staging or production')
  })

  test('are all checked, whichever is chosen', () => {
    const broken = `${text}  broken: { target: nowhere at all, scenarios.nobody.rate: 5/s }\n`
    const complaints = complaintsAbout(broken, { environmentName: 'staging' })
    expect(complaints).toContain('test.yaml:11:21: target cannot be nowhere at all (environment broken)')
    expect(complaints).toContain('test.yaml:11:37: scenarios has no `nobody` (environment broken)')
  })

  test('that are not there are told with those that are', () => {
    const complaint = complaintsAbout(text, { environmentName: 'stagin' })
    expect(complaint).toContain('--env stagin: The file has no environment `stagin`')
    expect(complaint).toContain('did you mean `staging`?')
  })

  test('cannot be changed by variants', () => {
    expect(complaintsAbout(text, { environmentName: 'staging', set: ['environments.staging.target=x'] })).toContain(
      'environments cannot be changed',
    )
  })
})
