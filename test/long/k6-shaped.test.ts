import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunResult } from '../../packages/metrics/src/index.ts'
import { loadrun, newFolder } from '../support/loadrun.ts'
import { openShop, type Shop } from '../support/shop.ts'

let shop: Shop
let folder: string
beforeAll(async () => {
  shop = await openShop()
  folder = await newFolder()
  process.env.BASE_URL = shop.url
})
afterAll(async () => {
  delete process.env.BASE_URL
  await shop.close()
  await rm(folder, { recursive: true })
})

async function run(script: string) {
  const out = join(folder, script.replaceAll('/', '-'))
  const end = await loadrun([script, '--workers', '2', '--out', out])
  const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as RunResult
  return { end, result, counted: result.total }
}

test('a TypeScript test runs its scenarios, with setup, teardown, own metrics and a summary of its own', async () => {
  const { end, result, counted } = await run('scenarios/recipes/look-and-buy.ts')
  expect(end.stderr).toContain('12 bought, 42 iterations')
  expect(result.judgement.verdicts.map(({ status }) => status)).toEqual(Array(6).fill('pass'))
  // A busy machine may make the figures untrusted.
  expect([0, 4], end.stdout).toContain(end.exitCode)
  expect(counted.scenarios.visitors).toMatchObject({ planned: 30, iterations: 30 })
  expect(counted.requests['visitors/GET /items/…']?.checks).toEqual({ 'has a price': { passes: 30, fails: 0 } })
  expect(counted.requests['buyers/checkout / GET /account']?.ok.count).toBe(12)
  const orders = shop.asked.filter(({ url }) => url === '/orders').map(({ body }) => JSON.parse(body))
  expect(new Set(orders.map(({ buyer, again }) => `${buyer} ${again}`)).size).toBe(12)
  expect(shop.asked.filter(({ url }) => url === '/login')).toHaveLength(1)
  expect(shop.asked.at(-1)).toMatchObject({ url: '/feedback', body: expect.stringMatching(/^token=t\d+$/) })
})

test('a script of k6’s runs once its requests are awaited', async () => {
  const { end, result, counted } = await run('test/scripts/k6-in-javascript.js')
  expect(end.stderr).toContain('options.systemTags has no effect here')
  expect(result.judgement.verdicts.map(({ status }) => status)).toEqual(Array(5).fill('pass'))
  expect(counted.scriptErrors).toBeUndefined()
  expect(counted.requests['default/an item']).toMatchObject({
    sent: 6,
    checks: { 'is it': { passes: 6, fails: 0 }, 'is json': { passes: 6, fails: 0 } },
  })
  expect(counted.requests['default/form / POST /feedback']?.ok.count).toBe(6)
  expect(result.plan.target).toEqual({ kind: 'none' })
})
