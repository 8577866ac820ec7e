import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnsOf } from '../../packages/engine/src/index.ts'
import {
  type Imported,
  importArtillery,
  importCurl,
  importHar,
  importOpenApi,
  writeScenario,
} from '../../packages/import/src/index.ts'
import { formatProblem, readScenario } from '../../packages/plan/src/index.ts'
import { followPlan } from '../support/follow-plan.ts'
import { openShop, type Shop } from '../support/shop.ts'

const folder = import.meta.dirname
const read = (path: string) => readFileSync(path, 'utf8')

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  // What the OpenAPI document's placeholder asks for.
  process.env.TOKEN = 't1'
})
afterAll(async () => {
  delete process.env.TOKEN
  await shop.close()
})

/** Holds what was imported against its golden file, and runs it against the shop, shortened by changes. */
async function follow(imported: Imported, golden: string, ...set: readonly string[]) {
  const text = writeScenario(imported)
  await expect(text).toMatchFileSnapshot(`expected/${golden}`)
  const result = readScenario(text, { file: join(folder, golden), cores: 1, set, columnsOf, environment: process.env })
  if ('problems' in result) throw new Error(result.problems.map((problem) => formatProblem(problem)).join('\n\n'))
  const [plan] = result.plans
  if (plan === undefined) throw new Error(`${golden} asks for no run`)
  const already = shop.asked.length
  const load = await followPlan(plan, shop.url)
  return { total: load.total, asked: shop.asked.slice(already) }
}

const once = (scenario: string) => [`scenarios.${scenario}.rate=5/s`, `scenarios.${scenario}.duration=200ms`]

test('a curl command as browsers copy it sends what curl would', async () => {
  const imported = importCurl(read(join(folder, 'browser.txt')), () => undefined)
  const { asked } = await follow(imported, 'curl.yaml', ...once('curl'))
  expect(asked).toMatchObject([
    {
      method: 'POST',
      url: '/orders',
      headers: {
        authorization: `Basic ${Buffer.from('ann:pa:ss').toString('base64')}`,
        'content-type': 'application/json',
        'x-note': 'café isn’t closed'.replace('’', "'"),
      },
      body: '{"item":7,"note":"isn\'t {{ this }}"}',
    },
    { method: 'GET', url: '/search?q=tea%20%26%20milk&term=a%20b%26c&page=2', body: '' },
  ])
})

test('a recording of Chromium is done again: at once what was at once, with its pauses', async () => {
  const imported = importHar(read(join(folder, 'shop.har')), { hosts: [], keepsStatic: false })
  const { asked, total } = await follow(imported, 'har.yaml', 'scenarios.visitors.duration=300ms')
  expect(
    asked
      .slice(0, 3)
      .map(({ url }) => url)
      .toSorted(),
  ).toEqual(['/items/', '/items/1', '/items/2'])
  expect(asked.slice(3, 7).map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /login',
    'POST /orders',
    'POST /search',
    'POST /feedback',
  ])
  expect(total.scenarios.visitors?.iterations).toBe(1)
})

test('an OpenAPI document becomes a scenario for each operation, with its examples', async () => {
  const imported = await importOpenApi(join(folder, 'shop.openapi.yaml'))
  const names = ['get-item', 'login', 'get-account', 'addOrder', 'sendFeedback', 'get-search', 'upload']
  expect(Object.keys(imported.file.scenarios as object)).toEqual(names)
  const { asked } = await follow(imported, 'openapi.yaml', ...names.flatMap(once))
  const seen = Object.fromEntries(asked.map((each) => [`${each.method} ${each.url}`, each]))
  expect(Object.keys(seen).toSorted()).toEqual([
    'GET /account',
    'GET /items/7?fields=id%2Cprice',
    'GET /search?q=tea',
    'POST /feedback',
    'POST /login',
    'POST /orders',
    'POST /search',
  ])
  expect(JSON.parse(seen['POST /orders']?.body ?? '')).toMatchObject({ item: { id: 7 }, pieces: 1 })
  expect(seen['POST /login']?.body).toBe('{"user":"ann","password":"secret"}')
})

test('an Artillery script keeps its phases, flows, captures, payload and promises', async () => {
  const file = join(folder, 'shop.artillery.yaml')
  const imported = importArtillery(read(file), file, read)
  const stages = Array.from({ length: 7 }, (_, index) => `scenarios.visitors.stages.${index}.duration=150ms`)
  const { asked, total } = await follow(imported, 'artillery.yaml', ...stages)
  expect(total.scenarios.visitors?.planned).toBeGreaterThan(3)
  expect(asked.every(({ headers }) => headers['x-shop'] === 'main')).toBe(true)
  const around = [asked[0], asked.at(-1)].map((one) => `${one?.method} ${one?.url}`)
  expect(around).toEqual(['POST /orders', expect.stringMatching(/^GET \/orders\/\d+$/)])
  const logins = asked.filter(({ url }) => url === '/login').map(({ body }) => JSON.parse(body) as { user: string })
  expect(new Set(logins.map(({ user }) => user))).toEqual(new Set(['ann', 'bob']))
  expect(total.requests['visitors/buy / GET {{ order }}']?.failed.count).toBe(0)
})
