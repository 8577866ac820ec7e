import { describe, expect, test } from 'vitest'
import { hostileRun } from '../testing/hostile.ts'
import { incidentRun } from '../testing/incident.ts'
import type { Chart } from './chart.ts'
import { changeText } from './comparison.ts'
import { configurationRows } from './configuration.ts'
import { findingContent } from './findings.ts'
import { runContent } from './run.ts'

const result = incidentRun({ durationMs: 40_000 })
const content = runContent(result)
const charts = content.chartGroups.flatMap((group) => group.charts)

function chart(id: string): Chart {
  const found = charts.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`Expected a chart ${id}, found ${charts.map((known) => known.id)}`)
  return found
}

function line(id: string, label: string): readonly (number | null)[] {
  return chart(id).lines.find((candidate) => candidate.label === label)?.values ?? []
}

describe('runContent()', () => {
  test('is plain JSON that survives being written and read', () => {
    expect(JSON.parse(JSON.stringify(content))).toEqual(content)
  })

  test('has a value for every moment of every line', () => {
    for (const { at, lines } of charts) for (const { values } of lines) expect(values).toHaveLength(at.length)
  })

  test('has charts whose time never goes back and whose names are their own', () => {
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length)
    for (const { at } of charts) expect(at).toEqual([...new Set(at)].toSorted((a, b) => a - b))
  })

  test('tells the load, the answers, the sockets of each end and the tiers', () => {
    expect(charts.map(({ id }) => id)).toEqual([
      'request-rate',
      'failures',
      'causes',
      'users',
      'response-time-ok',
      'response-time-all',
      'heat-map',
      'percentile-curve',
      'sockets-client → middleware-from',
      'sockets-client → middleware-to',
      'sockets-middleware → server-from',
      'sockets-middleware → server-to',
      'closes-client → middleware',
      'closes-middleware → server',
      'opened-middleware → server',
      'ports',
      'kernel',
      'in-flight-middleware',
      'upstream-middleware',
      'processor-middleware',
      'slots-server',
      'answers-server',
      'generator-delay',
      'generator-cpu',
    ])
  })

  test('has rates that sum to the total', () => {
    const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0)
    const [step] = content.steps
    expect(sum(line('request-rate', 'succeeded'))).toBeCloseTo(step?.ok ?? 0, -1)
    expect(sum(line('request-rate', 'failed'))).toBeCloseTo(step?.failed ?? 0, -1)
  })

  test('never shows more slots than the limit, which is marked', () => {
    expect(Math.max(...line('slots-server', 'slots in use').map((value) => value ?? 0))).toBe(1000)
    expect(chart('slots-server').marks).toEqual([{ label: 'limit', value: 1000 }])
  })

  test('has no percentile where no request succeeded', () => {
    const silent = { ...result, intervals: result.intervals.map((interval) => ({ ...interval, requests: {} })) }
    const groups = runContent(silent).chartGroups.flatMap((group) => group.charts.map(({ id }) => id))
    expect(groups).not.toContain('response-time-ok')
  })

  test('says why there are no sockets', () => {
    const blind = runContent({ ...result, sockets: { observed: false, reason: 'only Linux is known' } })
    expect(blind.socketsNote).toBe('Sockets were not observed: only Linux is known')
    expect(blind.chartGroups.map(({ id }) => id)).not.toContain('sockets')
  })

  test('comes out of a run that measured nothing', () => {
    const none = { ...result.total, scenarios: {}, requests: {}, failures: [] }
    const empty = runContent({ ...result, elapsedMs: 0, total: none, intervals: [], tiers: [] })
    expect(empty.failures).toEqual([])
    expect(empty.keyFigures[0]).toMatchObject({ label: 'requests', value: 0 })
  })

  test('comes out of a run with hostile texts, all of them whole', () => {
    expect(runContent(hostileRun(result)).failures).toHaveLength(50 + 1)
  })
})

describe('configurationRows()', () => {
  test('has a row for each value and marks what the variant set', () => {
    const plan = {
      ...result.plan,
      variant: { ...result.plan.variant, changes: { 'topology.middleware.timeout': '1s' } },
      configuration: {
        topology: { middleware: { timeout: '1s', fanout: 3 } },
        steps: [{ get: '/a' }],
        list: [1, 'b'],
        none: {},
      },
    }
    expect(configurationRows(plan)).toEqual([
      { path: 'topology.middleware.timeout', value: '1s', changed: true },
      { path: 'topology.middleware.fanout', value: '3', changed: false },
      { path: 'steps[0].get', value: '/a', changed: false },
      { path: 'list', value: '[1, b]', changed: false },
      { path: 'none', value: '{}', changed: false },
    ])
  })
})

describe('findingContent()', () => {
  test('gives figures the units that their names end in', () => {
    const { figures } = findingContent({
      id: 'x',
      sentence: '',
      figures: { holdingTimeMs: 420, closesPerSecond: 333, refusedShare: 0.2, refusedShareLow: 0.1, slots: 1000 },
    })
    expect(figures).toEqual([
      { label: 'holding time', value: 420, unit: 'ms' },
      { label: 'closes', value: 333, unit: 'perSecond' },
      { label: 'refused share', value: 0.2, unit: 'share' },
      { label: 'refused share low', value: 0.1, unit: 'share' },
      { label: 'slots', value: 1000, unit: 'count' },
    ])
  })
})

describe('changeText()', () => {
  test.each([
    [0.55, 0.723, 'share', '+17.3 points'],
    [1000, 140, 'count', '−86 %'],
    [200, 210, 'ms', '+5.0 %'],
    [10, 42, 'count', '× 4.2'],
    [0, 42, 'count', '+42'],
    [42, 0, 'count', '−100 %'],
    [7, 7, 'count', 'none'],
  ] as const)('from %d to %d (%s) is %s', (first, last, unit, text) => {
    expect(changeText(first, last, unit)).toBe(text)
  })
})
