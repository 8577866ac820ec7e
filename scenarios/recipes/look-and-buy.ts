// A test in TypeScript alone, in the shape of k6's. `BASE_URL=https://… loadrun look-and-buy.ts` runs it elsewhere.
import { Counter, check, exec, group, http, type Options, randomInt, sleep, Trend } from 'loadrun'

const bought = new Counter('bought')
const timeToBuy = new Trend('time_to_buy', true)

export const options: Options = {
  target: process.env.BASE_URL ?? 'http://127.0.0.1:3000',
  scenarios: {
    visitors: {
      executor: 'constant-arrival-rate',
      exec: 'look',
      rate: 600,
      timeUnit: '1m',
      duration: '3s',
      preAllocatedVUs: 50,
    },
    buyers: { executor: 'per-vu-iterations', exec: 'buy', vus: 3, iterations: 4 },
  },
  thresholds: {
    http_req_failed: 'rate < 1%',
    'http_req_duration{scenario:visitors}': ['p(95) < 2s', { threshold: 'p(99) < 5s', abortOnFail: true }],
    time_to_buy: 'p(95) < 3s',
    bought: 'count >= 12',
    script_errors: 'count < 1',
  },
}

interface Shared {
  readonly token: string
}

export async function setup(): Promise<Shared> {
  const login = await http.post('/login', JSON.stringify({ user: 'ann' }))
  return { token: String(login.json('token')) }
}

export async function look() {
  const item = await http.get(http.url`/items/${randomInt(1, 100)}`)
  check(item, { 'has a price': ({ json }) => json('price') === 5 })
}

export async function buy({ token }: Shared) {
  const startedAt = performance.now()
  await group('checkout', async () => {
    const headers = { authorization: `Bearer ${token}` }
    await http.get('/account', { headers })
    await sleep(0.02)
    const order = { item: 7, buyer: exec.vu.idInTest, again: exec.vu.iterationInScenario }
    await http.post('/orders', JSON.stringify(order), { headers, expectStatus: 201 })
  })
  bought.add(1)
  timeToBuy.add(performance.now() - startedAt)
}

export async function teardown({ token }: Shared) {
  await http.post('/feedback', { token })
}

/** As in k6: a text by where it goes. */
export function handleSummary({ metrics }: { metrics: Record<string, { values: Record<string, number> }> }) {
  return { stderr: `${metrics.bought?.values.count} bought, ${metrics.iterations?.values.count} iterations` }
}
