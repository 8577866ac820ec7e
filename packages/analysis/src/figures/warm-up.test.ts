import type { Measured } from '@loadrun/metrics'
import { describe, expect, test } from 'vitest'
import { judge } from '../gate/judge.ts'
import { measuredRun } from '../testing/measured.ts'
import { countedMs, withoutWarmUp } from './warm-up.ts'

const seconds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const tiers = {
  middleware: { received: 150, upstreamRequests: 450, upstreamSent: 450, upstreamOk: 450, upstreamConnections: 450 },
  server: seconds.map((second) => ({ accepted: 45 * second, slotsInUse: second === 2 ? 90 : 5 })),
  leg: seconds.map((second) => ({ from: { TIME_WAIT: second < 4 ? 500 : 7 } })),
}

/** Ten seconds, of which the first four are a warm-up: fifty requests in these, a hundred after them. */
function run(thresholds: string): Measured {
  const measured = measuredRun({ ...tiers, ok: 100, thresholds })
  const warmUp = { requests: 50, failures: { timeout: 3, 'no-free-port': 0 }, iterations: 50, droppedIterations: 0 }
  return { ...measured, plan: { ...measured.plan, warmUpMs: 4000 }, total: { ...measured.total, warmUp } }
}

describe('a warm-up', () => {
  test('is no part of what thresholds are held against: rates, sockets, tiers’ gauges and what they counted', () => {
    const thresholds = [
      'http_reqs: [count < 101, rate > 16/s]',
      '"sockets{tier:middleware, state:TIME_WAIT}": max < 8',
      '"tier{name:server, count:slotsInUse}": max < 6',
      '"tier{name:server, count:accepted}": max < 271',
    ]
    const { verdicts } = judge(run(thresholds.join(', ')))
    expect(verdicts.map(({ observed }) => observed)).toEqual([100, expect.closeTo(100 / 6), 7, 5, 270])
  })

  test('is part of what the tiers are held to have received', () => {
    const { agreements, doubts, findings } = judge(run(''))
    expect(agreements.find(({ what }) => what.includes('to middleware'))).toMatchObject({
      left: { counted: 'sent on a connection, the warm-up included', count: 150 },
      right: { count: 150 },
      agrees: true,
    })
    expect(doubts).toEqual([])
    expect(findings[0]?.sentence).toBe(
      'The first 4 s were a warm-up: 50 requests (3 failed) of that time are not counted. What is found of sockets and tiers is of the whole run.',
    )
  })

  test('is told of where nothing else was sent', () => {
    const measured = run('')
    const requests = {}
    expect(judge({ ...measured, total: { ...measured.total, requests } }).doubts).toContain(
      'No request was sent that counts: 50 requests fell due in the warm-up.',
    )
  })
})

test('withoutWarmUp() takes the same away once and twice, and nothing from a run without one', () => {
  const measured = run('')
  const once = withoutWarmUp(measured)
  expect(withoutWarmUp(once)).toEqual(once)
  expect(once.tiers[0]?.samples).toHaveLength(6)
  expect(countedMs(measured)).toBe(6000)
  const without = measuredRun(tiers)
  expect(withoutWarmUp(without)).toBe(without)
})
