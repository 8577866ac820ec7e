import { expect, test } from 'vitest'
import { plannedEndMs } from './planned-end.ts'
import { readScenario } from './read-scenario.ts'

test('plannedEndMs() is when the last load ends, whichever scenario starts first', () => {
  const text = `
target: http://127.0.0.1:1
scenarios:
  long: { executor: constant-vus, duration: 30s, steps: [{ get: / }] }
  late:
    executor: ramping-vus
    startTime: 25s
    stages: [{ duration: 4s, target: 3 }, { duration: 2s, target: 0 }]
    steps: [{ get: / }]
`
  const read = readScenario(text, { file: 'two.yaml', cores: 2 })
  expect('plans' in read && read.plans.map((plan) => plannedEndMs(plan))).toEqual([31_000])
})
