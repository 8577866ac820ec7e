import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Chart } from '../chart.ts'
import { thinned } from './thinned.ts'

function chartOf(values: readonly (number | null)[]): Chart {
  return {
    id: 'chart',
    title: 'chart',
    meaning: '',
    unit: 'ms',
    axis: 'time',
    at: values.map((_, second) => second),
    lines: [{ label: 'line', colour: 'blue', stroke: 'solid', values }],
    heat: { edges: [1, 10, 100], counts: values.map((value) => [1, value ?? 0]) },
    marks: [],
  }
}

function thinnedChart(chart: Chart, most: number): Chart {
  const [group] = thinned([{ id: 'group', title: 'group', charts: [chart] }], most)
  return group?.charts[0] ?? chart
}

const series = fc.array(fc.option(fc.integer({ min: 0, max: 1e6 })), { minLength: 1, maxLength: 400 })

describe('thinned()', () => {
  test('leaves charts as they are that are small enough', () => {
    const chart = chartOf([1, 2, 3])
    expect(thinnedChart(chart, 1000)).toBe(chart)
  })

  test('keeps the highest and lowest value, the order of time and every count of a heat map', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 600 }), (values, most) => {
        const chart = thinnedChart(chartOf(values), most)
        const known = (all: readonly (number | null)[]) => all.filter((value) => value !== null)
        const [line] = chart.lines
        expect(Math.max(...known(line?.values ?? []))).toBe(Math.max(...known(values)))
        expect(Math.min(...known(line?.values ?? []))).toBe(Math.min(...known(values)))
        expect(chart.at).toEqual([...new Set(chart.at)].toSorted((a, b) => a - b))
        expect(line?.values).toHaveLength(chart.at.length)
        const counted = (counts: readonly (readonly number[])[] = []) =>
          counts.flat().reduce((sum, one) => sum + one, 0)
        expect(counted(chart.heat?.counts)).toBe(counted(chartOf(values).heat?.counts))
      }),
    )
  })

  test('keeps a value where it was, within its stretch', () => {
    const values = Array.from({ length: 100 }, (_, second) => (second === 57 ? 1000 : 10))
    const chart = thinnedChart(chartOf(values), 50)
    const peak = chart.lines[0]?.values.indexOf(1000) ?? -1
    expect(chart.thinnedBy).toBeGreaterThan(2)
    expect(Math.abs((chart.at[peak] ?? 0) - 57)).toBeLessThanOrEqual(chart.thinnedBy ?? 0)
  })
})
