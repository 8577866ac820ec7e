import { check, group } from 'k6'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

const errors = new Counter('errors')
const thought = new Trend('thought')

// Each limit holds for exactly what its tags mean, and for nothing less or more.
export const options = {
  tags: { team: 'shop' },
  scenarios: {
    browses: { executor: 'per-vu-iterations', exec: 'browse', vus: 2, iterations: 3, tags: { kind: 'visit' } },
    buys: { executor: 'per-vu-iterations', exec: 'buy', vus: 1, iterations: 2 },
  },
  thresholds: {
    'http_reqs{page:item}': ['count>=6', 'count<=6'],
    'http_reqs{team:shop}': ['count>=16', 'count<=16'],
    'http_reqs{kind:visit}': ['count>=12', 'count<=12'],
    'http_reqs{name:an item, page:item}': ['count>=6', 'count<=6'],
    'http_reqs{group:::checkout}': ['count>=4', 'count<=4'],
    'http_reqs{mood:hurried}': ['count>=2', 'count<=2'],
    'http_reqs{method:GET, scenario:browses}': ['count>=12', 'count<=12'],
    'http_reqs{status:200}': ['count>=16', 'count<=16'],
    'http_req_duration{expected_response:true}': ['min>=0'],
    'http_req_duration{status:2xx, method:GET, scenario:browses}': ['min>=0'],
    'http_req_failed{page:item}': ['rate<0.01'],
    'checks{page:item}': ['rate>=0.5', 'rate<=0.5'],
    'checks{weight:light}': ['rate<=0'],
    errors: ['count>=10', 'count<=10'],
    'errors{type:a}': ['count>=6', 'count<=6'],
    'errors{type:b, scenario:buys}': ['count>=4', 'count<=4'],
    'thought{group:checkout}': ['max<8', 'min>=7'],
  },
}

export async function browse() {
  const item = await http.get(`${__ENV.BASE_URL}/items/${exec.scenario.iterationInTest}`, {
    tags: { name: 'an item', page: 'item' },
  })
  check(item, { 'is there': ({ status }) => status === 200 })
  check(item, { 'is light': () => false }, { weight: 'light' })
  errors.add(1, { type: 'a' })
  await http.get(`${__ENV.BASE_URL}/search`)
}

export async function buy() {
  await group('checkout', async () => {
    await http.get(`${__ENV.BASE_URL}/items/7`, { tags: { page: 'last' } })
    thought.add(7)
    exec.vu.metrics.tags.mood = 'hurried'
    await http.get(`${__ENV.BASE_URL}/items/8`, { tags: { page: 'last' } })
    delete exec.vu.metrics.tags.mood
  })
  thought.add(100)
  errors.add(2, { type: 'b' })
}
