import { describe, expect, test } from 'vitest'
import { measuredRun } from '../testing/measured.ts'
import { judge } from './judge.ts'

const failures = [{ text: 'no', count: 10 }]

/** What the made-up tiers counted agrees with ten requests that failed and ninety that did not. */
const agreeing = {
  middleware: { received: 100, upstreamRequests: 300, upstreamSent: 300, upstreamOk: 300, upstreamConnections: 300 },
  server: [{ accepted: 300 }],
}

describe('judge()', () => {
  test('passes when every threshold holds, and fails when one does not', () => {
    const made = { ...agreeing, ok: 90, failures }
    const passed = judge(
      measuredRun({ ...made, thresholds: 'http_req_failed: rate <= 10%, response_time: p(95) < 1s' }),
    )
    expect(passed.outcome, passed.doubts.join()).toBe('passed')
    expect(passed.verdicts.map(({ status }) => status)).toEqual(['pass', 'pass'])
    const failed = judge(measuredRun({ ...made, thresholds: 'http_req_failed: rate < 10%, response_time: p(95) < 1s' }))
    expect(failed.outcome).toBe('failed')
    expect(failed.verdicts.map(({ status }) => status)).toEqual(['fail', 'pass'])
    expect(failed.verdicts.map(({ observed }) => observed)).toEqual([0.1, expect.closeTo(100, 0)])
  })

  test('does not pass without data', () => {
    const { outcome, verdicts, doubts } = judge(measuredRun({ thresholds: 'checks: rate > 90%' }))
    expect(verdicts.map(({ status }) => status)).toEqual(['no-data'])
    expect(outcome).toBe('untrusted')
    expect(doubts).toContain('No request was sent.')
  })

  test.each([
    ['garbage collection', { cpuMs: 100, gcMs: 600 }, 'Garbage collection held its worker threads up for'],
    ['its own work', { cpuMs: 1900, gcMs: 10 }, 'Its worker threads used 95 % of their cores'],
    [
      'one worker’s work',
      { cpuMs: 1100, threadsCpuMs: { 'worker 1': 200, 'worker 2': 900 } },
      'One of its worker threads (worker 2) used 90 % of a core, all together only 55 % of theirs',
    ],
    ['putting seconds together', { cpuMs: 100, threadsCpuMs: { main: 850 } }, 'Its main thread, which puts together'],
    ['nothing that it saw', { cpuMs: 100, gcMs: 10 }, undefined],
  ])('says that %s made the generator late', (_, used, because) => {
    const lateMs = Array.from({ length: 100 }, (_each, index) => (index < 10 ? 900 : 1))
    const measured = measuredRun({ ...agreeing, ok: 90, failures, lateMs })
    const total = { ...measured.total, generator: { ...measured.total.generator, ...used } }
    const plan = { ...measured.plan, workers: 2 }
    const [doubt = ''] = judge({ ...measured, plan, total, elapsedMs: 1000 }).doubts
    expect(doubt.split('is allowed.')[1]).toMatch(because ?? /^$/)
  })

  test('gives no verdict when one of several worker threads had no processor time left', () => {
    const measured = measuredRun({ ...agreeing, ok: 90, failures })
    const threadsCpuMs = { 'worker 1': 100, 'worker 2': 980 }
    const total = { ...measured.total, generator: { ...measured.total.generator, cpuMs: 1080, threadsCpuMs } }
    const plan = { ...measured.plan, workers: 2 }
    expect(judge({ ...measured, plan, total, elapsedMs: 1000 })).toMatchObject({
      outcome: 'untrusted',
      doubts: ['A part of the load generator had no processor time left: worker 2 of 2 used 98 % of its core.'],
    })
  })

  test('gives no verdict when the generator was late', () => {
    const lateMs = Array.from({ length: 100 }, (_, index) => (index < 10 ? 900 : 1))
    const { outcome, doubts } = judge(measuredRun({ ...agreeing, ok: 90, failures, lateMs }))
    expect(outcome).toBe('untrusted')
    expect(doubts).toEqual([
      'The load generator was late: 10 of 100 arrivals (10 %) were sent more than 250 ms after they were due; 5 % is allowed.',
    ])
  })

  test('gives no verdict when two counts of the same thing differ', () => {
    const middleware = { ...agreeing.middleware, received: 99 }
    const { outcome, agreements } = judge(measuredRun({ ...agreeing, middleware, ok: 90, failures }))
    expect(outcome).toBe('untrusted')
    expect(agreements.some(({ agrees }) => !agrees)).toBe(true)
  })

  test('gives no verdict of a run that was stopped, or whose measuring broke', () => {
    expect(judge(measuredRun({ ...agreeing, ok: 90, failures, interrupted: true })).outcome).toBe('interrupted')
    const broken = judge(measuredRun({ ...agreeing, ok: 90, failures, troubles: ['a worker thread died'] }))
    expect(broken).toMatchObject({ outcome: 'untrusted', doubts: ['a worker thread died'] })
  })

  test('gives no verdict of a load that lost agents, unless the user allows it: then it is a finding', () => {
    const host = { node: 'v26', os: 'Linux', cpu: 'some', cores: 2 }
    const agent = { labels: {}, host, workers: 1, requestsSent: 45, network: 'one' }
    const lost = { reason: 'nothing was heard of it for 10 s', atMs: 7500, secondsTooLate: 2 }
    const agents = {
      agents: [
        { ...agent, name: 'north' },
        { ...agent, name: 'south', lost },
      ],
      missingShare: 0.125,
      degradedAllowed: false,
      stoppedByLoss: false,
    }
    const measured = measuredRun({ ...agreeing, ok: 90, failures })
    const sentences = [
      'Agent south was lost: nothing was heard of it for 10 s. What it had told until 7.5 s counts; 2 seconds that came after that are not counted.',
      '12.5 % of the load is missing, as lost agents did not make it.',
    ]
    expect(judge({ ...measured, agents })).toMatchObject({ outcome: 'untrusted', doubts: sentences })
    const allowed = judge({ ...measured, agents: { ...agents, degradedAllowed: true } })
    expect(allowed.outcome).toBe(judge(measured).outcome)
    expect(allowed.findings[0]).toMatchObject({ id: 'lost-agents', sentence: sentences.join(' ') })
    const stopped = { ...measured, interrupted: true, agents: { ...agents, stoppedByLoss: true } }
    expect(judge(stopped).outcome).toBe('untrusted')
  })
})
