import { expect, test } from 'vitest'
import { scriptsOnShop } from '../support/scripts-on-shop.ts'

const scripts = scriptsOnShop()

test('a TypeScript test runs its scenarios, with setup, teardown, own metrics and a summary of its own', async () => {
  const { end, result } = await scripts.run('scenarios/recipes/look-and-buy.ts', '--workers', '2')
  expect(end.stderr).toContain('12 bought, 42 iterations')
  expect(result.judgement.verdicts.map(({ status }) => status)).toEqual(Array(6).fill('pass'))
  // A busy machine may make the figures untrusted.
  expect([0, 4], end.stdout).toContain(end.exitCode)
  expect(result.total.scenarios.visitors).toMatchObject({ planned: 30, iterations: 30 })
  expect(result.total.requests['visitors/GET /items/…']?.checks).toEqual({ 'has a price': { passes: 30, fails: 0 } })
  expect(result.total.requests['buyers/checkout / GET /account']?.ok.count).toBe(12)
  const orders = scripts.shop.asked.filter(({ url }) => url === '/orders').map(({ body }) => JSON.parse(body))
  expect(new Set(orders.map(({ buyer, again }) => `${buyer} ${again}`)).size).toBe(12)
  expect(scripts.shop.asked.filter(({ url }) => url === '/login')).toHaveLength(1)
  expect(scripts.shop.asked.at(-1)).toMatchObject({ url: '/feedback', body: expect.stringMatching(/^token=t\d+$/) })
})

test('a script of k6’s runs once its requests are awaited', async () => {
  const { end, result } = await scripts.run('test/scripts/k6-in-javascript.js', '--workers', '2')
  expect(end.stderr).toContain('options.systemTags has no effect here')
  expect(result.judgement.verdicts.map(({ status }) => status)).toEqual(Array(5).fill('pass'))
  expect(result.total.scriptErrors).toBeUndefined()
  expect(result.total.requests['default/an item']).toMatchObject({
    sent: 6,
    checks: { 'is it': { passes: 6, fails: 0 }, 'is json': { passes: 6, fails: 0 } },
  })
  expect(result.total.requests['default/form / POST /feedback']?.ok.count).toBe(6)
  expect(result.plan.target).toEqual({ kind: 'none' })
})
