import { check, sleep } from 'k6'
import exec, { instance, scenario, vu } from 'k6/execution'
import http from 'k6/http'

export const options = {
  scenarios: {
    looks: { executor: 'constant-vus', exec: 'look', vus: 2, duration: '40s', gracefulStop: '20s' },
    counts: { executor: 'shared-iterations', exec: 'count', vus: 1, iterations: 4 },
  },
}

const told = new Set()

export async function count() {
  check(scenario.progress, { 'is a share of iterations': (share) => share === scenario.iterationInInstance / 4 })
  check(exec.test.options.scenarios.looks.vus, { 'has its options': (vus) => vus === 2 })
  check(instance, {
    'is one instance': () =>
      instance.vusActive >= 1 &&
      instance.vusInitialized >= instance.vusActive &&
      instance.iterationsInterrupted === 0 &&
      instance.iterationsCompleted >= vu.iterationInInstance &&
      instance.currentTestRunDuration >= 0,
  })
  told.add(vu.idInTest)
}

export async function look() {
  await http.get(`${__ENV.BASE_URL}/items/1`)
  check(scenario, {
    'has just begun': () => scenario.progress < 1 && Math.abs(scenario.startTime - Date.now()) < 30_000,
    'is somebody else': () => !told.has(vu.idInTest),
  })
  if (vu.iterationInScenario === 2) exec.test.abort('the basket is lost')
  await sleep(vu.iterationInScenario === 0 ? 0 : 0.01)
}

export async function teardown() {
  await http.post(`${__ENV.BASE_URL}/feedback`, { over: 'yes' })
}
