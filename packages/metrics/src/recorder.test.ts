import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureLimits, otherTexts } from './failure-recorder.ts'
import { joinMetrics, mergeMetrics } from './merge.ts'
import type { Metrics } from './metrics.ts'
import { Recorder } from './recorder.ts'
import { finished } from './steps.ts'
import { histogramOf, summaryOf } from './summary.ts'
import { type Doing, doings, perform } from './testing/doings.ts'
import { failure, sample } from './testing/samples.ts'

function taken(recorder: Recorder) {
  const { requests, failures } = recorder.take(1000)
  const metrics = requests['visit/search']
  if (metrics === undefined) throw new Error('No requests were counted')
  return { metrics, failures }
}

describe('Recorder', () => {
  test('keeps the five times of a request apart', () => {
    const recorder = new Recorder()
    recorder.request('visit', 'search').record(sample())
    const { ok } = taken(recorder).metrics
    const times = [ok.responseTime, ok.serviceTime, ok.httpReqDuration, ok.httpReqBlocked, ok.httpReqWaiting]
    expect(times.map((encoded) => Math.round(summaryOf(encoded).meanMs))).toEqual([10, 9, 8, 1, 3])
  })

  test('tells where the time of a request went, with zeros for what was not needed', () => {
    const recorder = new Recorder()
    const setup = { lookingUpMs: 0.25, connectingMs: 0.5, handshakingMs: 0.125 }
    recorder.request('visit', 'search').record(sample({ setup, sendingMs: 1 }))
    recorder.request('visit', 'search').record(sample({ firstByteMs: 10 }))
    const { ok } = taken(recorder).metrics
    const parts = [
      ok.httpReqLookingUp,
      ok.httpReqConnecting,
      ok.httpReqTlsHandshaking,
      ok.httpReqSending,
      ok.httpReqWaiting,
      ok.httpReqReceiving,
    ].map(summaryOf)
    expect(parts.map(({ count, minMs }) => [count, minMs])).toEqual(
      [2, 2, 2, 2, 2, 2].map((n, i) => [n, i === 4 ? 2 : 0]),
    )
    const longestMs = parts.map(({ maxMs }) => Math.round(maxMs * 10) / 10)
    expect(longestMs).toEqual([0.3, 0.5, 0.1, 1, 8, 5])
  })

  test('gives a request that never got a connection the time it waited, not 0', () => {
    const recorder = new Recorder()
    const refused = failure({ cause: 'connection-refused', fromServer: false })
    recorder
      .request('visit', 'search')
      .record(sample({ startedMs: Number.NaN, firstByteMs: Number.NaN, status: undefined, failure: refused }))
    const { ok, failed, statuses } = taken(recorder).metrics
    expect([ok.count, failed.count, statuses]).toEqual([0, 1, {}])
    const times = [failed.serviceTime, failed.httpReqDuration, failed.httpReqBlocked, failed.httpReqWaiting]
    expect(times.map((encoded) => Math.round(summaryOf(encoded).meanMs))).toEqual([9, 9, 9, 9])
  })

  test('groups failures by cause, status and text, with the earliest samples whole', () => {
    const recorder = new Recorder()
    const search = recorder.request('visit', 'search')
    for (let endMs = 10; endMs < 20; endMs++) search.record(sample({ endMs, status: 503, failure: failure() }))
    search.record(sample({ endMs: 20, status: 502, failure: failure() }))
    const { failures } = taken(recorder)
    expect(failures).toHaveLength(2)
    expect(failures[0]).toMatchObject({
      scenario: 'visit',
      step: 'search',
      cause: 'status',
      status: 503,
      text: 'too many',
      fromServer: true,
      count: 10,
      firstMs: 10,
      lastMs: 19,
    })
    expect(failures[0]?.samples.map(({ atMs }) => atMs)).toEqual([10, 11, 12])
  })

  test('hands a failure sample out once, and never more than the limit over a whole run', () => {
    const recorder = new Recorder()
    const search = recorder.request('visit', 'search')
    const counts = [1, 2, 3, 4].map((second) => {
      search.record(sample({ endMs: second * 1000, failure: failure() }))
      return taken(recorder).failures[0]?.samples.length
    })
    expect(counts).toEqual([1, 1, 1, 0])
    expect(recorder.total().failures[0]).toMatchObject({ count: 4, firstMs: 1000, lastMs: 4000 })
    expect(recorder.total().failures[0]?.samples).toHaveLength(3)
  })

  test('loses no failure when there are too many texts to tell apart', () => {
    const recorder = new Recorder()
    const search = recorder.request('visit', 'search')
    for (let id = 0; id < 1000; id++)
      search.record(sample({ status: 500, failure: failure({ text: `request ${id}` }) }))
    search.record(sample({ status: 503, failure: failure({ text: 'late news' }) }))
    const { failures } = taken(recorder)
    expect(failures).toHaveLength(failureLimits.texts + 2)
    expect(failures.find(({ text }) => text === otherTexts)).toMatchObject({ status: 500, count: 950 })
    expect(failures.find(({ text }) => text === 'late news')?.count).toBe(1)
  })

  test('cuts long texts and bodies', () => {
    const recorder = new Recorder()
    const long = 'x'.repeat(10_000)
    recorder.request('visit', 'search').record(sample({ failure: failure({ text: long, body: long }) }))
    const [group] = taken(recorder).failures
    expect([group?.text.length, group?.samples[0]?.body.length]).toEqual([
      failureLimits.textLength,
      failureLimits.bodyLength,
    ])
  })

  test('counts busy users, and most of them at once in each interval', () => {
    const recorder = new Recorder()
    const visit = recorder.scenario('visit')
    visit.started()
    visit.started()
    visit.completed(5)
    expect(recorder.take(1000).scenarios.visit).toMatchObject({ vus: 1, vusMax: 2, planned: 2, iterations: 1 })
    visit.dropped()
    visit.interrupted()
    expect(recorder.take(2000).scenarios.visit).toMatchObject({
      vus: 0,
      vusMax: 1,
      planned: 1,
      droppedIterations: 1,
      interruptedIterations: 1,
    })
    expect(recorder.total().scenarios.visit).toMatchObject({ vus: 0, vusMax: 2, planned: 3, started: 2 })
  })

  test('counts the metrics of scripts, and what they throw by message and place', () => {
    const recorder = new Recorder()
    const stock = { name: 'stock', kind: 'gauge', isTime: false } as const
    for (const [value, atMs] of [
      [5, 10],
      [2, 20],
      [3, 30],
    ] as const)
      recorder.custom.add(stock, value, atMs)
    recorder.custom.add({ name: 'found', kind: 'rate', isTime: false }, 1, 10)
    recorder.custom.add({ name: 'found', kind: 'rate', isTime: false }, 0, 20)
    const thrown = { scenario: 'buy', script: 'buy.ts#pay', message: 'no money', place: 'buy.ts:3:1' }
    recorder.scriptErrors.record(thrown, 15)
    recorder.scriptErrors.record(thrown, 25)
    const first = recorder.take(1000)
    expect(first.custom).toEqual({
      found: { kind: 'rate', passes: 1, fails: 1 },
      stock: { kind: 'gauge', isTime: false, last: 3, lastMs: 30, min: 2, max: 5 },
    })
    expect(first.scriptErrors).toEqual([{ ...thrown, count: 2, firstMs: 15, lastMs: 25 }])
    expect(recorder.take(2000)).not.toHaveProperty('custom')
    expect(recorder.total()).toMatchObject({ custom: first.custom, scriptErrors: first.scriptErrors })
  })

  test('counts values of metrics and checks by their tags as well, as many as there is room for', () => {
    const recorder = new Recorder()
    const sold = { name: 'sold', kind: 'counter', isTime: false } as const
    for (let each = 0; each < 500; each++) recorder.custom.add(sold, 1, each, { item: String(each % 300) })
    const requests = recorder.request('visit', 'search {page:item}', { name: 'search', tags: { page: 'item' } })
    for (let each = 0; each < 500; each++) requests.check('is found', true, { item: String(each % 300) })
    const { custom = {}, requests: taken } = recorder.take(1000)
    const row = taken['visit/search {page:item}']
    expect(Object.keys(custom)).toHaveLength(201)
    expect(custom.sold).toEqual({ kind: 'counter', sum: 500 })
    expect(custom['sold{item:7}']).toEqual({
      kind: 'counter',
      sum: 2,
      tagged: { name: 'sold', tags: { item: '7' } },
    })
    expect(row?.tagged).toEqual({ name: 'search', tags: { page: 'item' } })
    expect(row?.checks['is found {item:7}']).toEqual({
      passes: 2,
      fails: 0,
      tagged: { name: 'is found', tags: { item: '7' } },
    })
    expect(Object.values(row?.checks ?? {}).reduce((sum, { passes }) => sum + passes, 0)).toBe(500)
  })

  test('keeps distributions by status where they are asked for, beside all others', () => {
    const recorder = new Recorder({ statusesOf: (scenario) => (scenario === 'visit' ? ['200', '5xx'] : []) })
    const [visit, other] = ['visit', 'other'].map((scenario) => recorder.request(scenario, 'search'))
    for (const status of [200, 200, 503, 500, 404, undefined]) {
      visit?.record(sample({ status }))
      other?.record(sample({ status }))
    }
    const parts = [recorder.take(1000), recorder.total(), mergeMetrics(recorder.total(), recorder.total())]
    const counts = parts.map(({ requests }) => {
      const { sent, byStatus = {} } = requests['visit/search'] ?? {}
      return [
        sent,
        byStatus['200']?.count,
        byStatus['5xx']?.count,
        histogramOf(byStatus['5xx']?.responseTime ?? '').count,
      ]
    })
    expect(counts).toEqual([
      [6, 2, 2, 2],
      [6, 2, 2, 2],
      [12, 4, 4, 4],
    ])
    expect(recorder.total().requests['other/search']).not.toHaveProperty('byStatus')
  })

  test('tells apart no more errors of scripts than there is room for, and loses none', () => {
    const recorder = new Recorder()
    for (let each = 0; each < 500; each++) {
      recorder.scriptErrors.record({ scenario: 'a', script: 'a.ts', message: `no ${each}`, place: '' }, each)
    }
    const errors = recorder.take(1000).scriptErrors ?? []
    expect(errors.length).toBeLessThanOrEqual(101)
    expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(500)
  })

  test('moves a stretch out at once, however late its steps are taken', () => {
    const recorder = new Recorder()
    recorder.request('visit', 'search').record(sample())
    recorder.scenario('visit').started()
    const steps = recorder.taking(1000)
    recorder.request('visit', 'search').record(sample({ failure: failure() }))
    recorder.scenario('visit').completed(9)
    recorder.generator.late(3)
    const first = finished(steps)
    const second = recorder.take(2000)
    const counts = [first, second].map(({ requests, scenarios, generator, failures }) => [
      requests['visit/search']?.sent,
      scenarios.visit?.started,
      scenarios.visit?.iterations,
      summaryOf(generator.lateness).count,
      failures.length,
    ])
    expect(counts).toEqual([
      [1, 1, 0, 0, 0],
      [1, 0, 1, 1, 1],
    ])
    expect(recorder.total().requests['visit/search']?.sent).toBe(2)
  })

  test('has a row for a step in the stretches in which it did something, and in the total', () => {
    const recorder = new Recorder()
    recorder.request('visit', 'never')
    recorder.request('visit', 'once').record(sample())
    recorder.request('visit', 'checked').check('is there', true)
    expect(Object.keys(recorder.take(1000).requests)).toEqual(['visit/once', 'visit/checked'])
    expect(Object.keys(recorder.take(2000).requests)).toEqual([])
    expect(Object.keys(recorder.total().requests)).toEqual(['visit/never', 'visit/once', 'visit/checked'])
  })

  test('begins each stretch where the last one ended', () => {
    const recorder = new Recorder()
    expect([recorder.take(1000), recorder.take(2500)].map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 1000],
      [1000, 2500],
    ])
  })
})

/** One worker doing each list of things in a second of its own. */
function seconds(...lists: readonly (readonly Doing[])[]) {
  const recorder = new Recorder()
  const intervals = lists.map((list, second) => {
    perform(list, recorder)
    return recorder.take((second + 1) * 1000)
  })
  return { intervals, total: recorder.total() }
}

/** Totals and intervals differ in the precision of their histograms only. */
function withoutHistograms(metrics: Metrics): unknown {
  return JSON.parse(
    JSON.stringify(metrics, (_key, value: unknown) =>
      typeof value === 'string' && value.startsWith('HISTF') ? histogramOf(value).count : value,
    ),
  )
}

function oneSecond(list: readonly Doing[]): Metrics {
  return seconds(list).total
}

describe('mergeMetrics()', () => {
  test('is commutative', () => {
    fc.assert(
      fc.property(doings, doings, (a, b) => {
        const [one, other] = [oneSecond(a), oneSecond(b)]
        expect(mergeMetrics(one, other)).toEqual(mergeMetrics(other, one))
      }),
    )
  })

  test('is associative', () => {
    fc.assert(
      fc.property(doings, doings, doings, (a, b, c) => {
        const [one, two, three] = [oneSecond(a), oneSecond(b), oneSecond(c)]
        expect(mergeMetrics(mergeMetrics(one, two), three)).toEqual(mergeMetrics(one, mergeMetrics(two, three)))
      }),
    )
  })

  test('loses no request: sums of counts, failures and values in histograms stay the same', () => {
    fc.assert(
      fc.property(doings, doings, (a, b) => {
        const merged = mergeMetrics(oneSecond(a), oneSecond(b))
        const requests = [...a, ...b].filter(({ kind }) => kind === 'request')
        const sent = Object.values(merged.requests).reduce((sum, request) => sum + request.sent, 0)
        const failed = merged.failures.reduce((sum, group) => sum + group.count, 0)
        expect(sent).toBe(requests.length)
        expect(failed).toBe(Object.values(merged.requests).reduce((sum, request) => sum + request.failed.count, 0))
        for (const { ok, failed } of Object.values(merged.requests)) {
          for (const { count, ...histograms } of [ok, failed]) {
            for (const encoded of Object.values(histograms)) expect(histogramOf(encoded).count).toBe(count)
          }
        }
      }),
    )
  })
})

describe('joinMetrics()', () => {
  test('of all intervals is the total', () => {
    fc.assert(
      fc.property(doings, doings, doings, (a, b, c) => {
        const { intervals, total } = seconds(a, b, c)
        const joined = intervals.reduce(joinMetrics)
        expect(withoutHistograms(joined)).toEqual(withoutHistograms(total))
      }),
    )
  })

  test('does not add up users of different times', () => {
    const { intervals } = seconds([{ kind: 'start', scenario: 'a' }], [{ kind: 'start', scenario: 'a' }])
    expect(intervals.reduce(joinMetrics).scenarios.a).toMatchObject({ started: 2, vus: 2, vusMax: 2 })
  })
})
