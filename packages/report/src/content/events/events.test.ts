import { expect, test } from 'vitest'
import { incidentRun } from '../../testing/incident.ts'
import { eventsOf, eventsOfSides } from './index.ts'
import { plannedEvents } from './planned.ts'

const before = incidentRun({ durationMs: 40_000 })
const after = incidentRun({ durationMs: 40_000, variant: 'after', timeoutMs: 1000 })

test('eventsOf() tells in order when limits and timeouts first acted and thresholds broke', () => {
  const events = eventsOf(after)
  expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
  expect(events.map(({ text }) => text)).toContain('middleware: its timeout ends a first request')
  expect(events.at(0)).toEqual({ atMs: 0, text: 'the load starts', kind: 'plan' })
})

test('eventsOf() tells what ended a run early, and nothing that the run did not come to', () => {
  const stopped = { ...before, elapsedMs: 10_000, interrupted: true, stoppedBy: 'http_req_failed: rate < 35%' }
  const texts = eventsOf(stopped).map(({ text }) => text)
  expect(texts.at(-1)).toBe('http_req_failed: rate < 35% ends the run')
  expect(texts).not.toContain('the load ends')
})

test('eventsOfSides() names the side, unless all have the event at the same moment', () => {
  const sides = [before, after].map((typical) => ({ name: typical.plan.variant.name, runs: 1, typical }))
  const texts = eventsOfSides(sides).map(({ text }) => text)
  expect(texts.filter((text) => text === 'the load starts')).toHaveLength(1)
  expect(texts).toContain('after: middleware: its timeout ends a first request')
})

test('plannedEvents() tells the stages of a load and the phases of a bad network', () => {
  const [scenario] = before.plan.scenarios
  if (scenario === undefined) throw new Error('Expected a scenario')
  const stages = [10, 20].map((targetPerSecond) => ({ targetPerSecond, durationMs: 5000 }))
  const load = {
    executor: 'ramping-arrival-rate',
    startRatePerSecond: 1,
    stages,
    arrivals: 'uniform',
    maxVUs: 9,
  } as const
  const network = {
    kind: 'toxics',
    name: 'network',
    upstream: { kind: 'tier', tier: 'server' },
    toxics: [{ type: 'down', fromMs: 2000, toMs: 4000 }],
    addresses: 1,
    host: '127.0.0.1',
    port: undefined,
    seed: 1,
  } as const
  const plan = { ...before.plan, scenarios: [{ ...scenario, load }], topology: [...before.plan.topology, network] }
  expect(plannedEvents(plan).map(({ atMs, text }) => `${atMs} ${text}`)).toEqual([
    '0 the load starts',
    '0 clients: stage to 10.0/s',
    '5000 clients: stage to 20.0/s',
    '2000 network: down begins',
    '4000 network: down ends',
    '10000 the load ends',
  ])
})
