import { expect, test } from 'vitest'
import { readScenario } from '../read-scenario.ts'
import { plainGet, plainScenario } from './plain-scenario.ts'

test('plainScenario() and plainGet() are what a file makes of one that says nothing else', () => {
  const text = `
target: http://127.0.0.1:1
scenarios: { visitors: { executor: constant-vus, vus: 2, duration: 1s, steps: [get: /search] } }
`
  const read = readScenario(text, { file: 'x.yaml', cores: 1 })
  const load = { executor: 'constant-vus', vus: 2, durationMs: 1000 } as const
  const redirects = 10
  expect('plans' in read && read.plans[0]?.scenarios).toEqual([
    plainScenario(load, { steps: [plainGet('/search', { redirects })] }),
  ])
})
