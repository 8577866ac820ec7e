import { createRandom } from '@loadrun/random'
import { describe, expect, test } from 'vitest'
import { Handlers } from './handlers.ts'
import { ManualClock } from './manual-clock.ts'
import { defaultOptions, type ServerOptions } from './options.ts'
import { emptyTally } from './tally.ts'

const fixed = (ms: number) => ({ kind: 'fixed', ms }) as const
const always = (ms: number) => ({ phases: [{ fromMs: 0, distribution: fixed(ms) }] })

function setUp(changes: Partial<ServerOptions>) {
  const clock = new ManualClock()
  const tally = emptyTally()
  const handlers = new Handlers({ ...defaultOptions, ...changes }, clock, createRandom(1), tally)
  const ended: string[] = []
  const start = (name: string) => {
    const handling = handlers.start(() => ended.push(`${name} ${handling.outcome} at ${clock.nowMs()}`))
    return handling
  }
  return { clock, tally, handlers, ended, start }
}

describe('Handlers', () => {
  test('finish at once, without a timer, when the latency is 0', () => {
    const { clock, tally, ended, start } = setUp({ latency: always(0) })
    expect(start('a').outcome).toBe('finished')
    expect(ended).toEqual([])
    expect(clock.timers).toBe(0)
    expect(tally).toMatchObject({ handling: 0, served: 1 })
  })

  test('take their latency', () => {
    const { clock, tally, ended, start } = setUp({ latency: always(50) })
    expect(start('a').plannedMs).toBe(50)
    clock.advance(49)
    expect(tally.handling).toBe(1)
    clock.advance(1)
    expect(ended).toEqual(['a finished at 50'])
  })

  test('count the time profile from the start of the load', () => {
    const phases = [
      { fromMs: 0, distribution: fixed(1) },
      { fromMs: 1000, distribution: fixed(2) },
    ]
    const { clock, handlers, start } = setUp({ latency: { phases } })
    clock.advance(5000)
    expect(start('before').plannedMs).toBe(1)
    handlers.loadStarted()
    clock.advance(999)
    expect(start('first phase').plannedMs).toBe(1)
    clock.advance(1)
    expect(start('second phase').plannedMs).toBe(2)
  })

  test('wait for a work place in the order they came, then work, then take their latency', () => {
    const { clock, tally, ended, start } = setUp({ latency: always(5), work: { parallel: 2, service: fixed(100) } })
    for (const name of ['a', 'b', 'c', 'd']) start(name)
    expect(tally).toMatchObject({ handling: 4, waitingForWork: 2 })
    clock.advance(100)
    expect(tally).toMatchObject({ handling: 4, waitingForWork: 0 })
    clock.advance(200)
    expect(ended).toEqual(['a finished at 105', 'b finished at 105', 'c finished at 205', 'd finished at 205'])
  })

  test('go on when the client has left, and work for nobody', () => {
    const { clock, tally, ended, start } = setUp({ latency: always(50) })
    start('a').clientLeft()
    expect(tally).toMatchObject({ handling: 1, handlingAbandoned: 1 })
    clock.advance(50)
    expect(ended).toEqual(['a finished at 50'])
    expect(tally).toMatchObject({ handling: 0, handlingAbandoned: 0, served: 0, servedToNobody: 1 })
  })

  test('give up soon after the client has left, with abort', () => {
    const { clock, tally, ended, start } = setUp({
      latency: always(1000),
      onDisconnect: 'abort',
      noticeDisconnectMs: 10,
    })
    const handling = start('a')
    clock.advance(100)
    handling.clientLeft()
    clock.advance(10)
    expect(ended).toEqual(['a gave-up at 110'])
    expect(tally).toMatchObject({ handling: 0, handlingAbandoned: 0, aborted: 1 })
    expect(clock.timers).toBe(0)
  })

  test('finish when they are done before they notice that the client has left', () => {
    const { clock, tally, start } = setUp({ latency: always(20), onDisconnect: 'abort', noticeDisconnectMs: 10 })
    const handling = start('a')
    clock.advance(15)
    handling.clientLeft()
    clock.advance(100)
    expect(tally).toMatchObject({ aborted: 0, servedToNobody: 1 })
  })

  test('leave the queue, or the work place, when they give up', () => {
    const { clock, tally, ended, start } = setUp({
      latency: always(0),
      work: { parallel: 1, service: fixed(100) },
      onDisconnect: 'abort',
      noticeDisconnectMs: 10,
    })
    const working = start('working')
    const waiting = start('waiting')
    start('next')
    waiting.clientLeft()
    clock.advance(10)
    expect(tally).toMatchObject({ waitingForWork: 1, aborted: 1 })
    working.clientLeft()
    clock.advance(10)
    expect(tally).toMatchObject({ waitingForWork: 0, aborted: 2 })
    clock.advance(100)
    expect(ended).toEqual(['waiting gave-up at 10', 'working gave-up at 20', 'next finished at 120'])
  })

  test('go on for nobody after their timeout, and keep what they need to begin', () => {
    const { clock, tally, ended, start } = setUp({
      latency: always(100),
      concurrency: 1,
      handlerTimeout: { afterMs: 30, status: 408, text: '' },
    })
    start('late')
    clock.advance(30)
    expect(ended).toEqual(['late timed-out at 30'])
    expect(tally).toMatchObject({ handling: 1, handlingAbandoned: 1, handlerTimeouts: 1 })
    expect(start('over the limit').outcome).toBe('refused')
    clock.advance(70)
    expect(ended).toHaveLength(1)
    expect(tally).toMatchObject({
      handling: 0,
      handlingAbandoned: 0,
      served: 0,
      servedToNobody: 1,
      rejectedRequests: 1,
    })
    expect(start('after it').outcome).toBeUndefined()
  })

  test('hear of their timeout as of a client that leaves, with abort', () => {
    const { clock, tally, ended, start } = setUp({
      latency: always(1000),
      onDisconnect: 'abort',
      noticeDisconnectMs: 10,
      handlerTimeout: { afterMs: 30, status: 408, text: '' },
    })
    start('late')
    clock.advance(40)
    expect(ended).toEqual(['late timed-out at 30'])
    expect(tally).toMatchObject({ handling: 0, handlingAbandoned: 0, aborted: 1 })
    expect(clock.timers).toBe(0)
  })

  test('time out in a queue of requests, too, and are worked on for nobody', () => {
    const { clock, tally, ended, start } = setUp({
      latency: always(100),
      limit: 'requests',
      concurrency: 1,
      queue: 10,
      handlerTimeout: { afterMs: 150, status: 408, text: '' },
    })
    start('first')
    start('second')
    clock.advance(200)
    expect(ended).toEqual(['first finished at 100', 'second timed-out at 150'])
    expect(tally).toMatchObject({ handling: 0, served: 1, servedToNobody: 1 })
  })

  test('end with the server, those that go on after their timeout as well', () => {
    const { clock, tally, handlers, start } = setUp({
      latency: always(1000),
      handlerTimeout: { afterMs: 30, status: 408, text: '' },
    })
    start('late')
    clock.advance(30)
    handlers.stop()
    expect(tally.handling).toBe(0)
    expect(clock.timers).toBe(0)
  })

  test('draw the same latencies from the same seed', () => {
    const latency = { phases: [{ fromMs: 0, distribution: { kind: 'exponential', meanMs: 100 } as const }] }
    const plannedMs = () => {
      const { start } = setUp({ latency })
      return ['a', 'b', 'c'].map((name) => start(name).plannedMs)
    }
    expect(plannedMs()).toEqual(plannedMs())
  })
})
