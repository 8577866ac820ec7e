import { expect, test } from 'vitest'
import { incidentRun } from '../../testing/incident.ts'
import { generatorCpuChart } from './generator.ts'

test('generatorCpuChart() draws threads beside the workers in whole seconds, as far as they were told', () => {
  const run = incidentRun({ durationMs: 2000 })
  const [interval] = run.intervals
  if (interval === undefined) throw new Error('Expected a second')
  expect(generatorCpuChart(run).lines.map(({ label }) => label)).not.toContain('main thread')
  const threadsCpuMs = { 'worker 1': 500, main: 20, alarm: 30, others: 100 }
  const told = { ...interval, fromMs: 0, toMs: 1000, generator: { ...interval.generator, threadsCpuMs } }
  const rest = { ...told, fromMs: 1000, toMs: 1040 }
  const { lines } = generatorCpuChart({ ...run, intervals: [told, rest] })
  const beside = lines.slice(-2).map(({ label, values }) => [label, values])
  expect(beside).toEqual([
    ['main thread', [0.02, null]],
    ['threads of V8, Node and pacing', [0.13, null]],
  ])
})
