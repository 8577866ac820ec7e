import { histogramOf } from '@loadrun/metrics'
import { type Plan, readScenario } from '@loadrun/plan'
import { expect, test } from 'vitest'
import { generateLoad } from './generate-load.ts'
import { epochNowMs } from './pacing/clock.ts'
import { startServer } from './testing/counting-server.ts'

const ratePerSecond = 400
const seconds = 2
const stall = { fromMs: 700, toMs: 1300 }
/** Given to requests in turn. */
const delaysMs = [0, 0, 0, 1, 2, 5, 20, 80]

/** A machine with other things to do keeps the generator from an answer for so long. Nothing excuses a figure below the truth. */
const patienceMs = 250
/** An HdrHistogram of three digits. */
const precision = 0.001

const percentiles = [50, 75, 90, 95, 99, 99.9, 99.99]

function planOf(url: string): Plan {
  const read = readScenario(
    `target: ${url}
scenarios:
  visit:
    executor: constant-arrival-rate
    rate: ${ratePerSecond}/s
    duration: ${seconds}s
    maxVUs: ${ratePerSecond * seconds}
    steps: [{ name: home, get: '/{{ iteration() }}' }]`,
    { file: 'known-delays.yaml', cores: 1 },
  )
  const [plan] = 'plans' in read ? read.plans : []
  if (plan === undefined) throw new Error('The scenario has mistakes')
  return plan
}

test('response times are those of visitors who come as planned, delays and a stall of the server included', async () => {
  let startMs = 0
  /** By arrival, from 0: when it was answered. */
  const answeredMs: number[] = []
  const server = await startServer((request, response) => {
    const arrival = Number(request.url?.slice(1)) - 1
    const answer = () => {
      const leftMs = startMs + stall.toMs - epochNowMs()
      if (leftMs > 0 && leftMs <= stall.toMs - stall.fromMs) {
        setTimeout(answer, leftMs)
        return
      }
      answeredMs[arrival] = epochNowMs()
      response.end('ok')
    }
    setTimeout(answer, delaysMs[arrival % delaysMs.length])
  })
  const { total, troubles } = await generateLoad(planOf(server.url), {
    targets: [server.url],
    signal: new AbortController().signal,
    onStart: (atEpochMs) => {
      startMs = atEpochMs
    },
    onInterval: () => undefined,
  })
  await server.close()

  const count = ratePerSecond * seconds
  const dueMs = (arrival: number) => startMs + (arrival * 1000) / ratePerSecond
  const waitsMs = answeredMs.map((ms, arrival) => ms - dueMs(arrival)).toSorted((a, b) => a - b)
  const responseTime = histogramOf(total.requests['visit/home']?.ok.responseTime ?? '')
  expect([troubles, waitsMs.length, responseTime.count]).toEqual([[], count, count])
  for (const percentile of percentiles) {
    const trueMs = waitsMs[Math.ceil((percentile / 100) * count) - 1] ?? Number.NaN
    const reportedMs = responseTime.percentileMs(percentile)
    expect(reportedMs, `p${percentile}`).toBeGreaterThanOrEqual(trueMs * (1 - precision) - 0.001)
    expect(reportedMs, `p${percentile}`).toBeLessThanOrEqual(trueMs * (1 + precision) + patienceMs)
  }
  // What was measured from when requests were sent, as most generators do, is not the same thing with a stall in it.
  expect(responseTime.percentileMs(75)).toBeGreaterThan(100)
})
