import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { columnsOf, type GeneratedLoad, recordingReader } from '../../packages/engine/src/index.ts'
import { formatProblem, type Plan, readScenario } from '../../packages/plan/src/index.ts'
import { followPlan } from '../support/follow-plan.ts'
import { openShop, type Shop } from '../support/shop.ts'

const folder = join(import.meta.dirname, '../../scenarios/recipes')

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

function plansOf(recipe: string, set: readonly string[], environmentName?: string): readonly Plan[] {
  const text = readFileSync(join(folder, recipe), 'utf8')
  const environment = environmentName === undefined ? {} : { environmentName }
  const read = readScenario(text, {
    file: join(folder, recipe),
    cores: 2,
    set,
    columnsOf,
    recordingOf: recordingReader(),
    ...environment,
  })
  if ('plans' in read) return read.plans
  throw new Error(read.problems.map((problem) => formatProblem(problem)).join('\n\n'))
}

/** Carries out a recipe, shortened by changes where it is long. */
async function follow(recipe: string, ...set: readonly string[]): Promise<GeneratedLoad & { plan: Plan }> {
  const [plan] = plansOf(recipe, set)
  if (plan === undefined) throw new Error(`${recipe} asks for no run`)
  const load = await followPlan(plan, shop.url)
  return { ...load, plan }
}

test('a-number-of-iterations.yaml makes so many and no more', async () => {
  const { total } = await follow('a-number-of-iterations.yaml')
  expect(total.scenarios.importer).toMatchObject({ iterations: 40, droppedIterations: 0 })
  expect(shop.asked).toHaveLength(40)
})

test('warm-up.yaml counts what falls due in its first time by itself', async () => {
  const { total } = await follow('warm-up.yaml', 'scenarios.visitors.duration=1s', 'warmUp=475ms')
  expect(shop.asked).toHaveLength(20)
  expect(total.warmUp).toMatchObject({ requests: 10, iterations: 10 })
  expect(total.requests['visitors/GET /items/7']?.sent).toBe(10)
})

test('find-the-breaking-point.yaml climbs its stairs', async () => {
  const { total } = await follow('find-the-breaking-point.yaml', 'scenarios.visitors.levelDuration=100ms')
  // 20 to 200 a second, each for 100 ms: 110 expected, with a standard deviation of 10.5.
  expect(total.scenarios.visitors?.planned).toBeGreaterThan(50)
  expect(total.scenarios.visitors?.planned).toBe(shop.asked.length)
})

test('log-in-then-use-the-token.yaml sends each user’s own token', async () => {
  await follow('log-in-then-use-the-token.yaml')
  const tokens = shop.asked.filter(({ url }) => url === '/account').map(({ headers }) => headers.authorization)
  expect(new Set(tokens).size).toBe(20)
})

test('follow-an-order.yaml finds every order that it made', async () => {
  const { total } = await follow('follow-an-order.yaml')
  expect(total.requests['buyers/GET /orders/…']?.sent).toBe(20)
})

test('check-what-comes-back.yaml counts what it expects', async () => {
  const { total } = await follow('check-what-comes-back.yaml')
  expect(Object.keys(total.requests['visitors/GET /items/7']?.checks ?? {})).toHaveLength(6)
})

test('search-with-a-form.yaml encodes what it sends', async () => {
  await follow('search-with-a-form.yaml')
  const terms = new Set(['tea & milk', 'größe 5', 'a=b'])
  for (const { url, body } of shop.asked) {
    const sent = url.startsWith('/search')
      ? new URL(url, shop.url).searchParams.get('q')
      : new URLSearchParams(body).get('term')
    expect(terms).toContain(sent)
  }
})

test('wait-until-it-is-done.yaml asks until it is', async () => {
  const { total } = await follow('wait-until-it-is-done.yaml')
  expect(total.requests['clerks/report / ask']?.sent).toBe(3 * 6)
})

test('a-mix-of-visitors.yaml looks and buys', async () => {
  const { total } = await follow(
    'a-mix-of-visitors.yaml',
    'scenarios.visitors.duration=2s',
    'scenarios.visitors.rate=50/s',
    'scenarios.visitors.steps.1.think=20ms',
  )
  expect(total.requests['visitors/checkout / POST /orders']?.sent).toBeGreaterThan(0)
  expect(total.scenarios.visitors?.iterations).toBe(total.scenarios.visitors?.planned)
})

test('buy-with-a-script.yaml orders what its script chose', async () => {
  const { total } = await follow('buy-with-a-script.yaml')
  expect(total.requests['buyers/basket / GET /items/…']?.sent).toBe(20 * 4)
  expect(total.requests['buyers/look at the order']?.ok.count).toBe(20)
  expect(total.custom?.spent).toMatchObject({ kind: 'trend' })
})

test('users-from-a-file.yaml goes through the file', async () => {
  await follow('users-from-a-file.yaml')
  const users = shop.asked.map(({ body }) => JSON.parse(body) as { user: string; password: string })
  expect(users.map(({ user }) => user).toSorted()).toEqual(['ann', 'ann', 'bob', 'bob', 'cem', 'cem'])
  expect(users.find(({ user }) => user === 'cem')?.password).toBe('say "friend" twice')
})

test('upload-a-picture.yaml uploads it', async () => {
  await follow('upload-a-picture.yaml')
  expect(new Set(shop.asked.map(({ body }) => /Picture \d+/.exec(body)?.[0])).size).toBe(10)
})

test('keep-a-session.yaml logs in anew in each iteration, and goes where that leads', async () => {
  const { total } = await follow('keep-a-session.yaml')
  expect(total.requests['customers/log in']).toMatchObject({ sent: 6, statuses: { 303: 6 } })
  expect(total.requests['customers/log in (redirect)']).toMatchObject({ sent: 6, statuses: { 200: 6 } })
  expect(total.requests['customers/GET /basket']).toMatchObject({ statuses: { 200: 6 } })
})

test('promises-by-endpoint.yaml knows which requests its tags mean', async () => {
  const { plan } = await follow('promises-by-endpoint.yaml', 'scenarios.visitors.duration=200ms')
  const asked = plan.thresholds.map(({ rows }) => rows?.filter((row) => !row.endsWith(' (redirect)')))
  expect(asked).toEqual([
    ['visitors/GET /search'],
    ['visitors/GET /items/1', 'visitors/GET /items/2'],
    ['visitors/GET /items/1', 'visitors/GET /items/2'],
    ['visitors/checkout / POST /orders'],
    ['visitors/GET /search', 'visitors/GET /items/1', 'visitors/GET /items/2', 'visitors/checkout / POST /orders'],
  ])
})

test('prepare-and-clean-up.yaml makes an order once, and takes it away', async () => {
  const { total } = await follow('prepare-and-clean-up.yaml')
  expect(total.requests['readers/the order']?.sent).toBe(20)
  const once = shop.asked.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url}`)
  expect(once).toEqual(['POST /login', 'POST /orders', 'DELETE /orders/1'])
})

test('replay-an-access-log.yaml asks for what its visitors asked for', async () => {
  const { total, plan } = await follow('replay-an-access-log.yaml')
  // 38 lines are of those six seconds; every eleventh visitor wanted to post something.
  expect(total.scenarios.visitors).toMatchObject({ planned: 38, iterations: 38 })
  expect(plan.scenarios[0]?.load).toMatchObject({ planned: { skippedLines: 1, counts: [14, 14, 10] } })
  expect(new Set(shop.asked.map(({ method, url }) => `${method} ${url}`))).toContain('GET /search?q=a+b')
  expect(shop.asked.every(({ headers }) => headers['user-agent']?.startsWith('Mozilla/5.0'))).toBe(true)
})

test('staging-and-production.yaml is another load in production', async () => {
  const { total } = await follow('staging-and-production.yaml')
  expect(total.scenarios.visitors?.iterations).toBe(5)
  const [production] = plansOf('staging-and-production.yaml', [], 'production')
  expect(production).toMatchObject({
    target: { url: 'https://www.example.com' },
    scenarios: [{ load: { iterations: 50 } }],
  })
})
