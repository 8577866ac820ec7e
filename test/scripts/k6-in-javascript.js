import { check, group, sleep } from 'k6'
import { SharedArray } from 'k6/data'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Gauge, Rate, Trend } from 'k6/metrics'

const took = new Trend('took', true)
const sent = new Counter('sent')
const found = new Rate('found')
const last = new Gauge('last')
const ids = new SharedArray('ids', () => JSON.parse(open('./ids.json')))

export const options = {
  vus: 2,
  iterations: 6,
  systemTags: ['url'],
  thresholds: {
    took: ['p(95)<60000'],
    sent: ['count>=6'],
    found: ['rate>0.99'],
    last: ['value>=1'],
    'http_req_failed{name:an item}': ['rate<0.01'],
  },
}

export default async function () {
  const id = ids[exec.scenario.iterationInTest % ids.length]
  const response = await http.get(`${__ENV.BASE_URL}/items/${id}`, { tags: { name: 'an item' } })
  took.add(response.timings.duration)
  found.add(
    check(response, {
      'is it': (r) => r.json('id') === id,
      'is json': (r) => r.headers['Content-Type'].includes('json'),
    }),
  )
  last.add(__VU)
  await group('form', async () => {
    await http.post(`${__ENV.BASE_URL}/feedback`, { iteration: __ITER })
    sent.add(1)
  })
  await sleep(0.01)
}
