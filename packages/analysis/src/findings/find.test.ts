import { describe, expect, test } from 'vitest'
import { type MadeUp, measuredRun } from '../testing/measured.ts'
import { findingsOf } from './find.ts'

const limitText = 'The connection cannot be served because Server.Concurrency limit exceeded'

/** The findings by name, the prediction left aside: `simulate()` has tests of its own. */
function found(made: MadeUp): Record<string, string> {
  const findings = findingsOf(measuredRun(made)).filter(({ id }) => id !== 'prediction')
  return Object.fromEntries(findings.map(({ id, sentence }) => [id, sentence]))
}

describe('findingsOf()', () => {
  test('names the text that most of the failures ended with', () => {
    const failures = [
      { text: limitText, count: 30 },
      { text: 'No answer within 5000 ms', count: 10, fromServer: false },
    ]
    expect(found({ ok: 60, failures })['main-failure']).toBe(
      `40 of 100 requests failed (40 %); 30 of the failed ones were answered “${limitText}”.`,
    )
  })

  test('quotes what scripts threw, and where', () => {
    const thrown = {
      scenario: 'buy',
      script: './buy.ts#pay',
      message: 'Error: no money',
      place: 'buy.ts:3:9',
      count: 2,
      firstMs: 1,
      lastMs: 2,
    }
    const run = measuredRun({})
    const findings = findingsOf({ ...run, total: { ...run.total, scriptErrors: [thrown] } })
    expect(findings.find(({ id }) => id === 'script-error')?.sentence).toBe(
      '2 calls of the script ./buy.ts#pay in buy ended with “Error: no money” at buy.ts:3:9.',
    )
    const later = { ...thrown, scenario: '', script: 'after', message: '`after` failed: DELETE /a: …' }
    const afterwards = findingsOf({ ...run, total: { ...run.total, scriptErrors: [later] } })
    expect(afterwards.find(({ id }) => id === 'script-error')?.sentence).toBe('`after` failed: DELETE /a: ….')
  })

  test('says when the slots ran out, how many were refused, and who held them', () => {
    const full = { slotsInUse: 100, handling: 96, handlingAbandoned: 70, waitingForWork: 20 }
    const findings = found({
      server: [
        { slotsInUse: 40, handling: 40, accepted: 40 },
        { ...full, accepted: 300, rejected: 100 },
      ],
    })
    expect(findings['slots-exhausted']).toBe(
      'server refused 100 of 400 connections (25 %) because all 100 slots were taken. The slots were full 2 s into the load.',
    )
    expect(findings['slot-holders']).toBe(
      'When server was full, its slots were held by 70 requests whose client has gone; 26 requests whose client waits; ' +
        '4 connections without a request (idle, or still sending one). ' +
        '20 of the requests waited for the bottleneck behind the handlers.',
    )
    expect(findings).not.toHaveProperty('slots-free')
  })

  test('says that nobody was refused where nobody was', () => {
    const findings = found({ server: [{ slotsInUse: 12, accepted: 500, served: 500 }] })
    expect(findings['slots-free']).toBe('server refused nobody: at most 12 of its 100 slots (12 %) were taken at once.')
    expect(findings).not.toHaveProperty('slots-exhausted')
    expect(findings).not.toHaveProperty('work-for-nobody')
  })

  test('counts requests where requests are limited, and says how many waited', () => {
    const findings = found({
      serverKeys: ', limit: requests, queue: 50',
      server: [
        { slotsInUse: 100, handling: 100, queuedRequests: 50, accepted: 400, served: 200, rejectedRequests: 50 },
      ],
    })
    expect(findings['slots-exhausted']).toContain(
      'server refused 50 of 400 requests (12.5 %) because all 100 slots were taken.',
    )
    expect(findings['slots-awaited']).toBe(
      'Up to 50 requests waited for a slot of server at once of the 50 that its queue holds.',
    )
  })

  test('tells of connections that wait where nobody is refused', () => {
    const findings = found({
      serverKeys: ', profile: go-net-http',
      server: [{ slotsInUse: 100, handling: 100, waitingConnections: 30, accepted: 400, served: 300 }],
    })
    expect(findings['slots-awaited']).toBe(
      'Up to 30 connections waited for a slot of server at once of the 4,096 that its queue holds.',
    )
    expect(findings['slot-holders']).toContain('100 requests whose client waits')
  })

  test('tells apart a timeout that frees slots and one that does not', () => {
    const middleware = { upstreamRequests: 200, upstreamTimeouts: 20 }
    const timeout = ', timeout: 1s'
    expect(found({ middleware, middlewareKeys: timeout, serverKeys: ', onDisconnect: abort' })['timeout-effect']).toBe(
      'middleware’s timeout of 1 s ended 20 of 200 upstream requests (10 %). server gives up a request when its client ' +
        'goes, so each of them freed its slot at once.',
    )
    expect(found({ middleware, middlewareKeys: timeout })['timeout-effect']).toContain(
      'server works on when its client goes, so none of them freed its slot any earlier.',
    )
    expect(found({ middleware })).not.toHaveProperty('timeout-effect')
  })

  test('counts the work that was done for nobody', () => {
    expect(found({ server: [{ served: 75, servedToNobody: 25 }] })['work-for-nobody']).toBe(
      'server finished 25 of 100 requests (25 %) for clients that had gone: their slots were held for nobody.',
    )
  })

  test('does not take handlers that go on after their timeout for holders of slots', () => {
    const counts = { slotsInUse: 100, handling: 150, handlingAbandoned: 60, accepted: 300, rejected: 100 }
    const findings = found({
      server: [{ ...counts, served: 75, servedToNobody: 25 }],
      serverKeys: ', handlerTimeout: 1s',
    })
    expect(findings).toHaveProperty('slots-exhausted')
    expect(findings).not.toHaveProperty('slot-holders')
    expect(findings['work-for-nobody']).toBe(
      'server finished 25 of 100 requests (25 %) for clients that had gone or been answered by the handler timeout.',
    )
  })

  test.each([
    [50, 'settle at 3,000', 'TIME_WAIT is a symptom here, it keeps nobody from connecting.'],
    [300, 'settle at 18,000', 'at this rate half of them are in '],
    [600, 'settle at 36,000', 'at this rate none is left in '],
  ])('names who closed first, and says what %i closes a second lead to', (perSecond, plateau, consequence) => {
    const leg = Array.from({ length: 10 }, (_, second) => ({
      from: { TIME_WAIT: perSecond * (second + 1) },
      portsToBusiestDestination: perSecond * (second + 1),
      busiestDestination: '10.0.0.2:8080',
    }))
    const sentence = found({ leg })['time-wait'] ?? ''
    expect(sentence).toContain('on middleware’s side and 0 on server’s: middleware closed first.')
    expect(sentence).toContain(plateau)
    expect(sentence).toContain(consequence)
  })

  test('says that TIME_WAIT on the accepting side costs no ports', () => {
    const leg = Array.from({ length: 10 }, (_, second) => ({ to: { TIME_WAIT: 100 * (second + 1) } }))
    expect(found({ leg })['time-wait']).toBe(
      'middleware → server: up to 0 sockets in TIME_WAIT on middleware’s side and 1,000 on server’s: server closed first. ' +
        'On server’s side they use up no local ports, so they keep nobody from connecting.',
    )
  })

  test.each([
    [300, 'one for each request served (300); none for those refused (150).'],
    [450, 'one for each request served (300), and for each refused (150).'],
  ])('says which requests left their sockets in TIME_WAIT, of %i', (timeWaits, told) => {
    const leg = Array.from({ length: 10 }, (_, second) => ({ from: { TIME_WAIT: (timeWaits / 10) * (second + 1) } }))
    const answers = { middleware: { upstreamOk: 300, upstreamFailed: 150 }, upstreamRefusals: 150, leg }
    expect(found({ ...answers, middlewareKeys: ', connections: client-closes' })['time-wait-source']).toContain(told)
    expect(found({ ...answers, middlewareKeys: ', connections: keep-alive' })).not.toHaveProperty('time-wait-source')
  })

  test('does not guess which requests left TIME_WAIT where no sum of them comes near', () => {
    const leg = [{ from: { TIME_WAIT: 200 } }]
    const middlewareKeys = ', connections: client-closes'
    const made = { leg, middlewareKeys, middleware: { upstreamOk: 300, upstreamFailed: 150 }, upstreamRefusals: 150 }
    expect(found(made)).not.toHaveProperty('time-wait-source')
  })

  test('says when connecting became dear, by the kernel time of the middleware', () => {
    const middlewareSeconds = Array.from({ length: 10 }, (_, second) => ({
      upstreamRequests: 2000 * (second + 1),
      cpuSystemMs: second < 8 ? 200 * (second + 1) : 1600 + 900 * (second - 7),
    }))
    const leg = Array.from({ length: 10 }, (_, second) => ({
      portsToBusiestDestination: 2000 * (second + 1),
      busiestDestination: '10.0.0.2:8080',
    }))
    const closing = { leg, middlewareSeconds, middlewareKeys: ', connections: client-closes' }
    expect(found(closing)['slow-connects']).toBe(
      'From 8 s into the load, half of middleware’s 28,232 local ports were taken towards 10.0.0.2:8080, and each request ' +
        'upstream cost it 0.5 ms of processor time in the kernel, 0.1 ms until then: for each new connection the kernel ' +
        'searches through 14,116 taken ports. middleware spent 90 % of a core on it.',
    )
    const served = { server: [{ accepted: 400 }], ok: 100 }
    const told = (made: MadeUp) => findingsOf(measuredRun(made)).find(({ id }) => id === 'prediction')?.sentence
    expect(told({ ...closing, ...served })).toContain('It knows nothing of local ports')
    expect(told({ ...closing, ...served, leg: leg.slice(0, 7) })).not.toContain('local ports')
    expect(found({ ...closing, leg: leg.slice(0, 7) })).not.toHaveProperty('slow-connects')
    const steady = middlewareSeconds.map((each, second) => ({ ...each, cpuSystemMs: 200 * (second + 1) }))
    expect(found({ ...closing, middlewareSeconds: steady })).not.toHaveProperty('slow-connects')
  })

  test('says when no port is left', () => {
    const leg = [
      { from: { TIME_WAIT: 28_200 }, portsToBusiestDestination: 28_200, busiestDestination: '10.0.0.2:8080' },
    ]
    expect(found({ leg: [{}, ...leg] })['time-wait']).toContain('no port is left for a new connection (EADDRNOTAVAIL)')
  })

  test('is silent about TIME_WAIT of a few sockets', () => {
    expect(found({ leg: [{ from: { TIME_WAIT: 99 } }] })).not.toHaveProperty('time-wait')
  })

  test('tells of a late generator', () => {
    const lateMs = [...Array.from({ length: 98 }, () => 1), 300, 400]
    expect(found({ lateMs })['late-generator']).toBe(
      'The load generator sent 2 of 100 arrivals (2 %) more than 250 ms after they were due. Response times include that; ' +
        'service times do not.',
    )
    expect(found({ lateMs: lateMs.slice(0, 98) })).not.toHaveProperty('late-generator')
  })
})
