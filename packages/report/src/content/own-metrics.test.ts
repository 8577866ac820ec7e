import { Recorder } from '@loadrun/metrics'
import { expect, test } from 'vitest'
import { incidentRun } from '../testing/incident.ts'
import { keyFigures } from './key-figures.ts'

test('the metrics that scripts made stand among the key figures, with what they are', () => {
  const recorder = new Recorder()
  for (const value of [10, 20, 30]) recorder.custom.add({ name: 'took', kind: 'trend', isTime: true }, value, value)
  for (const value of [1, 1, 0, 1]) recorder.custom.add({ name: 'found', kind: 'rate', isTime: false }, value, 1)
  for (const value of [5, 2]) recorder.custom.add({ name: 'stock', kind: 'gauge', isTime: false }, value, 10 - value)
  recorder.custom.add({ name: 'sold', kind: 'counter', isTime: false }, 1200, 1)
  const { custom } = recorder.take(1000)
  const run = incidentRun({ durationMs: 5000 })
  const figures = keyFigures({ ...run, total: { ...run.total, ...(custom && { custom }) } })
  expect(figures.slice(-4)).toMatchObject([
    { label: 'took', unit: 'ms', note: expect.stringMatching(/^p95; mean 20\.0 ms, max 30(\.\d+)? ms$/) },
    { label: 'found', value: 0.75, unit: 'share', note: '3 of 4' },
    { label: 'stock', value: 2, unit: 'count', note: 'the last; from 2 to 5' },
    { label: 'sold', value: 1200, unit: 'count' },
  ])
})
