import { expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { loadText } from './load.ts'

test('loadText() tells what of a recording is replayed, and how', () => {
  const [scenario] = incidentRun({ durationMs: 1000 }).plan.scenarios
  if (scenario === undefined) throw new Error('Expected a scenario')
  const load = {
    executor: 'recorded-arrival-times',
    recording: {
      path: 'logs/access.log',
      format: 'access-log',
      timeField: 'time',
      delimiter: ',',
      timeFormat: undefined,
      onBadLine: 'skip',
    },
    originMs: 0,
    speed: 2,
    arrivals: 'uniform',
    durationMs: 90_000,
    maxVUs: 100,
    planned: {
      count: 1200,
      mostPerSecond: 57,
      everyMs: 1000,
      counts: [],
      recordedAt: '2026-11-22T10:00:00.000Z',
      skippedLines: 1,
    },
  } as const
  expect(loadText({ ...scenario, load })).toBe(
    'clients: 1,200 recorded arrivals of access.log, from 2026-11-22T10:00:00Z on, at 2 times their speed, with evenly spaced arrivals within each second, at most 57/s, 1 line left out that could not be read, in 1 min 30 s',
  )
})
