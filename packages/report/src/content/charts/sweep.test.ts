import type { Sweep, SweepAxis } from '@loadrun/analysis'
import { describe, expect, test } from 'vitest'
import { incidentSweep } from '../../testing/sweep.ts'
import { sweepCharts } from './sweep.ts'

const sweep = incidentSweep()

function goodputChart(changed: Partial<Sweep>) {
  const chart = sweepCharts({ ...sweep, ...changed })[0]?.charts[0]
  if (chart === undefined) throw new Error('There is no chart')
  return chart
}

function axis(values: readonly string[], positions: readonly number[] | undefined): SweepAxis {
  return { path: 'a.b', name: 'b', values, positions }
}

describe('sweepCharts()', () => {
  test('draws goodput first, over values that are no numbers in the order given', () => {
    const chart = goodputChart({})
    expect(chart).toMatchObject({
      id: 'goodput',
      at: [0, 1, 2],
      scale: { ticks: ['none', '1s', '500ms'], spacing: 'even' },
    })
  })

  test('keeps what has no verdict apart', () => {
    const lines = Object.fromEntries(goodputChart({}).lines.map(({ label, values }) => [label, values]))
    expect(lines).toEqual({
      measured: [expect.any(Number), expect.any(Number), null],
      'measured, without a verdict': [null, null, expect.any(Number)],
    })
  })

  test('puts numbers where they lie, by size, and far ones on a logarithmic axis', () => {
    const near = goodputChart({ axes: [axis(['30', '10', '20'], [30, 10, 20])] })
    expect(near).toMatchObject({ at: [10, 20, 30], scale: { ticks: ['10', '20', '30'], spacing: 'linear' } })
    const values = goodputChart({}).lines[0]?.values
    expect(near.lines[0]?.values).toEqual([values?.[1], null, values?.[0]])
    expect(goodputChart({ axes: [axis(['1', '10', '100'], [1, 10, 100])] }).scale?.spacing).toBe('logarithmic')
    expect(goodputChart({ axes: [axis(['0', '10', '100'], [0, 10, 100])] }).scale?.spacing).toBe('linear')
  })

  test('draws a line for each combination of the other axes', () => {
    const places = [
      [0, 0],
      [0, 1],
      [1, 0],
    ]
    const points = sweep.points.map((point, place) => ({ ...point, places: places[place] ?? [] }))
    const axes = [axis(['x', 'y'], undefined), { ...axis(['1', '2'], [1, 2]), name: 'c' }]
    const { lines } = goodputChart({ axes, points })
    expect(lines.map(({ label, values }) => [label, values.map((value) => value !== null)])).toEqual([
      ['c=1', [true, true]],
      ['c=2', [true, false]],
    ])
  })
})
