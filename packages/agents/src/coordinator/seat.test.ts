import { type Metrics, Recorder } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import type { AgentCard, Report } from '../protocol/messages.ts'
import { Seat } from './seat.ts'

const card: AgentCard = {
  protocol: 1,
  id: 'a',
  name: 'north',
  labels: {},
  host: { node: 'v26', os: 'Linux', cpu: 'some', cores: 2 },
  network: 'here',
}

function second(fromMs: number): Report {
  return { type: 'second', metrics: { ...new Recorder().total(), fromMs, toMs: fromMs + 1000 } }
}

function seatOf() {
  const seconds: Metrics[] = []
  return { seat: new Seat(card, 0, (metrics) => seconds.push(metrics)), seconds }
}

describe('Seat', () => {
  test('counts a report once that is delivered twice, or late again', () => {
    const { seat, seconds } = seatOf()
    for (const number of [0, 1, 1, 0, 2, 1]) seat.hear({ number, report: second(number * 1000) }, number)
    expect(seconds.map(({ fromMs }) => fromMs)).toEqual([0, 1000, 2000])
    expect(seat.reportsMissing).toBe(0)
    expect(seat.toldUntilMs).toBe(3000)
  })

  test('counts reports that never came', () => {
    const { seat } = seatOf()
    for (const number of [0, 3]) seat.hear({ number, report: second(number * 1000) }, number)
    expect(seat.reportsMissing).toBe(2)
  })

  test('once lost, stays lost: what it tells afterwards is not counted, but that it came', async () => {
    const { seat, seconds } = seatOf()
    seat.hear({ number: 0, report: second(0) }, 0)
    seat.lose('nothing was heard of it')
    seat.hear({ number: 1, report: second(1000) }, 9)
    seat.hear(
      { number: 2, report: { type: 'ended', total: new Recorder().total(), interrupted: false, troubles: [] } },
      9,
    )
    expect(await seat.ended).toEqual({ kind: 'lost', reason: 'nothing was heard of it' })
    expect(seconds).toHaveLength(1)
    expect(seat.secondsTooLate).toBe(1)
    await seat.ready
  })
})
