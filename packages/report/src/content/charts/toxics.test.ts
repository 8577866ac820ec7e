import { nothingCounted, type ToxicsObservation } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { proxiedBytesChart, proxiedConnectionChart } from './toxics.ts'

const nothing = nothingCounted.toxics

const wire: ToxicsObservation = {
  kind: 'toxics',
  name: 'wire',
  addresses: ['127.0.0.1'],
  port: 8082,
  samples: [
    { atMs: 0, counts: nothing },
    { atMs: 1000, counts: { ...nothing, accepted: 10, ended: 6, bytesUpstream: 100, bytesHeld: 50 } },
    {
      atMs: 3000,
      counts: { ...nothing, accepted: 50, ended: 36, resetByToxic: 10, bytesUpstream: 900, bytesDownstream: 4000 },
    },
  ],
}

const linesOf = ({ lines }: ReturnType<typeof proxiedBytesChart>) =>
  Object.fromEntries(lines.map(({ label, values }) => [label, values]))

describe('charts of a proxy', () => {
  test('show a second’s connections by what became of them, and leave out what never happened', () => {
    const chart = proxiedConnectionChart(wire)
    expect(chart).toMatchObject({ title: 'wire: connections', at: [0, 1, 3], unit: 'perSecond' })
    expect(linesOf(chart)).toEqual({
      accepted: [null, 10, 20],
      'ended in order': [null, 6, 15],
      'reset by a toxic': [null, 0, 5],
    })
  })

  test('show bytes a second either way, and what is held back at the moment', () => {
    expect(linesOf(proxiedBytesChart(wire))).toEqual({
      'upstream, per second': [null, 100, 400],
      'downstream, per second': [null, 0, 2000],
      'held back': [0, 50, 0],
    })
  })
})
