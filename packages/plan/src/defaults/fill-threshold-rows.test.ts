import { expect, test } from 'vitest'
import { planOf } from '../testing/read.ts'

test('tags of a step mean its requests and those that their answers lead to, where redirects are followed', () => {
  const text = `
target: http://127.0.0.1:8080
scenarios:
  buyers:
    executor: constant-vus
    duration: 1s
    steps:
      - { get: /old, tags: { page: item } }
      - { get: /new, tags: { page: item }, redirects: 0 }
      - { get: /, tags: { page: start } }
thresholds: { "http_req_failed{page:item}": rate < 1% }
`
  const [threshold] = planOf(text).thresholds
  expect(threshold?.rows).toEqual(['buyers/GET /old', 'buyers/GET /old (redirect)', 'buyers/GET /new'])
})
