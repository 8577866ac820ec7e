import fc from 'fast-check'
import type { FailureCause } from '../metrics.ts'
import type { Recorder } from '../recorder.ts'

/** Something that a worker tells its recorder. */
export type Doing =
  | {
      readonly kind: 'request'
      readonly scenario: string
      readonly step: string
      readonly endMs: number
      readonly cause: FailureCause | undefined
      readonly status: number | undefined
      readonly text: string
    }
  | { readonly kind: 'start' | 'drop'; readonly scenario: string }
  | { readonly kind: 'late'; readonly latenessMs: number }
  | {
      readonly kind: 'custom'
      readonly of: (typeof ownMetrics)[number]
      readonly value: number
      readonly atMs: number
      readonly tags: Readonly<Record<string, string>> | undefined
    }
  | { readonly kind: 'error' | 'abort'; readonly message: string; readonly atMs: number }

const ownMetrics = [
  { name: 'sold', kind: 'counter', isTime: false },
  { name: 'stock', kind: 'gauge', isTime: false },
  { name: 'found', kind: 'rate', isTime: false },
  { name: 'thought', kind: 'trend', isTime: true },
] as const

const scenario = fc.constantFrom('a', 'b')

/** What a worker does in a second, at random. */
export const doings: fc.Arbitrary<readonly Doing[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('request' as const),
      scenario,
      step: fc.constantFrom('x', 'y'),
      endMs: fc.double({ min: 1, max: 60_000, noNaN: true }),
      cause: fc.constantFrom<FailureCause | undefined>(undefined, 'status', 'timeout'),
      status: fc.constantFrom(undefined, 200, 503),
      text: fc.constantFrom('', 'too many', 'upstream timed out'),
    }),
    fc.record({ kind: fc.constantFrom('start' as const, 'drop' as const), scenario }),
    fc.record({ kind: fc.constant('late' as const), latenessMs: fc.double({ min: 0, max: 100, noNaN: true }) }),
    fc.record({
      kind: fc.constant('custom' as const),
      of: fc.constantFrom(...ownMetrics),
      value: fc.nat(1000),
      atMs: fc.nat(1000),
      tags: fc.constantFrom(undefined, { page: 'item' }, { page: 'list', type: 'a' }),
    }),
    fc.record({
      kind: fc.constantFrom('error' as const, 'abort' as const),
      message: fc.constantFrom('no', 'never'),
      atMs: fc.nat(1000),
    }),
  ),
  { maxLength: 20 },
)

export function perform(list: readonly Doing[], recorder: Recorder): void {
  for (const doing of list) {
    switch (doing.kind) {
      case 'request':
        performRequest(doing, recorder)
        break
      case 'start':
        recorder.scenario(doing.scenario).started()
        break
      case 'drop':
        recorder.scenario(doing.scenario).dropped()
        break
      case 'late':
        recorder.generator.late(doing.latenessMs)
        break
      case 'custom':
        recorder.custom.add(doing.of, doing.value, doing.atMs, doing.tags)
        break
      case 'error':
        recorder.scriptErrors.record(
          { scenario: 'a', script: 'a.ts#buy', message: doing.message, place: 'a.ts:1:2' },
          doing.atMs,
        )
        break
      case 'abort':
        recorder.abort({ reason: doing.message, atMs: doing.atMs })
    }
  }
}

function performRequest(doing: Extract<Doing, { kind: 'request' }>, recorder: Recorder): void {
  const { cause, text, status, endMs } = doing
  const requests = recorder.request(doing.scenario, doing.step)
  requests.record({
    dueMs: 0,
    sentMs: endMs / 4,
    startedMs: cause === 'timeout' ? Number.NaN : endMs / 3,
    firstByteMs: cause === undefined ? endMs / 2 : Number.NaN,
    endMs,
    status,
    setup: cause === undefined ? undefined : { lookingUpMs: 0, connectingMs: endMs / 8, handshakingMs: endMs / 16 },
    sendingMs: endMs / 16,
    bytesSent: 10,
    bytesReceived: 20,
    failure: cause && { cause, text, fromServer: cause === 'status', headers: {}, body: text, connection: undefined },
  })
  requests.check('status is 200', status === 200)
  requests.check('is quick', endMs < 100, { limit: '100' })
}
