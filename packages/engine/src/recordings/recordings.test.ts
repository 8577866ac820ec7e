import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AskedOfRecording, FoundInRecording, RecordedLoad, RecordingPlan, Scenario } from '@loadrun/plan'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { stripe } from '../shapes/pacer.ts'
import { recordedArrivalTimes } from '../shapes/recorded-arrival-times.ts'
import { closeServers, loadOf, serve } from '../testing/carry-out.ts'
import { dueTimes, found, inOrder } from './arrange.ts'
import type { RecordedLines } from './recording-scan.ts'
import { openRecordings, recordingReader } from './recordings.ts'

const folder = mkdtempSync(join(tmpdir(), 'loadrun-recordings-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(closeServers)

let files = 0
function file(...lines: readonly string[]): string {
  const path = join(folder, String(files++))
  writeFileSync(path, lines.join('\n'))
  return path
}

type Changes = Partial<RecordingPlan & Omit<AskedOfRecording, 'recording'>>

function asked(lines: readonly string[], { from, speed = 1, durationMs, arrivals, ...recording }: Changes = {}) {
  const plain = {
    format: 'times',
    timeField: 'time',
    delimiter: ',',
    timeFormat: undefined,
    onBadLine: 'refuse',
  } as const
  return { recording: { path: file(...lines), ...plain, ...recording }, from, speed, durationMs, arrivals }
}

function read(lines: readonly string[], changes: Changes = {}): FoundInRecording {
  const answer = recordingReader()(asked(lines, changes))
  if ('problem' in answer) throw new Error(answer.problem)
  return answer
}

function problemOf(lines: readonly string[], changes: Changes = {}): string {
  const answer = recordingReader()(asked(lines, changes))
  return 'problem' in answer ? answer.problem : 'none'
}

/** When what was recorded falls due. */
async function due(lines: readonly string[], changes: Changes = {}): Promise<readonly number[]> {
  const { recording, speed, ...rest } = asked(lines, changes)
  const answer = recordingReader()({ recording, speed, ...rest })
  if ('problem' in answer) throw new Error(answer.problem)
  const load: RecordedLoad = { executor: 'recorded-arrival-times', recording, speed, maxVUs: 10, ...answer }
  const scenario = { name: 's', load, variables: [], steps: [] } as unknown as Scenario
  const { s } = await openRecordings([scenario], 1)
  return [...(s?.dueMs ?? [])]
}

const log = (time: string, request = 'GET / HTTP/1.1') => `203.0.113.7 - - [${time}] "${request}" 200 5 "-" "agent"`

describe('a recording', () => {
  test.each<[string, string[], Changes, number[]]>([
    ['ISO 8601', ['2026-11-22T10:00:00.5Z', '2026-11-22T11:00:01+01:00'], {}, [0, 500]],
    ['ISO 8601 without a zone', ['2026-11-22 10:00:00.000', '2026-11-22 10:00:00.125'], {}, [0, 125]],
    ['seconds since 1970', ['1795341600.25', '1795341601.5'], {}, [0, 1250]],
    ['milliseconds since 1970', ['1795341600250', '1795341601500'], {}, [0, 1250]],
    ['seconds from the start', ['0.5', '2.25'], {}, [500, 2250]],
    ['milliseconds from the start', ['5', '22.5'], { timeFormat: 'milliseconds' }, [5, 22.5]],
    ['comments and empty lines', ['# times', '0.5', '', '0.75'], {}, [500, 750]],
    [
      'a column of CSV',
      ['at;path', '0.5;/', '0.75;"/x;\ny"', '0.8;/'],
      { format: 'csv', timeField: 'at', delimiter: ';' },
      [500, 750, 800],
    ],
    [
      'a field of NDJSON',
      ['{"a":{"at":0.5}}', '{"a":{"at":"0.75"}}'],
      { format: 'ndjson', timeField: 'a.at' },
      [500, 750],
    ],
    [
      'an access log',
      [log('22/Nov/2026:10:00:00 +0000'), log('22/Nov/2026:12:00:02 +0200')],
      { format: 'access-log' },
      [0, 2000],
    ],
    ['another order than that of time', ['3.5', '1.5', '2.5'], {}, [1500, 2500, 3500]],
  ])('can be of %s', async (_, lines, changes, expected) => {
    expect(await due(lines, changes)).toEqual(expected)
  })

  test('is replayed at another speed, from a moment on, for a time', async () => {
    const lines = [
      '2026-11-22T10:00:00.1Z',
      '2026-11-22T10:00:01.1Z',
      '2026-11-22T10:00:02.1Z',
      '2026-11-22T10:00:03.1Z',
    ]
    expect(await due(lines, { speed: 2 })).toEqual([0, 500, 1000, 1500])
    expect(await due(lines, { from: { kind: 'after', ms: 500 } })).toEqual([500, 1500, 2500])
    const from = { kind: 'moment', ms: Date.parse('2026-11-22T10:00:01Z') } as const
    expect(await due(lines, { from, speed: 0.5, durationMs: 4000 })).toEqual([200, 2200])
    expect(read(lines, { from, speed: 0.5 })).toMatchObject({
      durationMs: 4201,
      planned: { count: 3, recordedAt: '2026-11-22T10:00:01.100Z', counts: [1, 0, 1, 0, 1] },
    })
  })

  test('of whole seconds is spread over them, unless it is to be as it is', async () => {
    const lines = ['5', '5', '5', '5', '6']
    expect(await due(lines)).toEqual([5000, 5250, 5500, 5750, 6000])
    expect(await due(lines, { arrivals: 'recorded' })).toEqual([5000, 5000, 5000, 5000, 6000])
    const drawn = await due(lines, { arrivals: 'poisson' })
    expect(drawn).toEqual(drawn.toSorted((a, b) => a - b))
    expect(drawn.map((ms) => Math.floor(ms / 1000))).toEqual([5, 5, 5, 5, 6])
    expect(await due(lines, { durationMs: 5500 })).toEqual([5000, 5125, 5250, 5375])
  })

  test('tells what it plans: how many, how many at most, and when', () => {
    const { durationMs, arrivals, planned } = read(['0', '0', '700'])
    expect({ durationMs, arrivals }).toEqual({ durationMs: 701_000, arrivals: 'uniform' })
    expect(planned).toMatchObject({ count: 3, mostPerSecond: 2, everyMs: 2000, recordedAt: undefined })
    expect(planned.counts).toHaveLength(351)
    expect(planned.counts.reduce((sum, count) => sum + count)).toBe(3)
  })

  test('says which lines cannot be read, and leaves them out where it may', async () => {
    const lines = [
      log('22/Nov/2026:10:00:00 +0000'),
      'what',
      log('22/Nov/2026:10:00:01 +0000', '\\x16\\x03'),
      log('yesterday'),
    ]
    expect(problemOf(lines, { format: 'access-log' })).toBe(
      '3 of its lines cannot be read (`onBadLine: skip` leaves them out): ' +
        'line 2: it is none of the common or combined format, but "what"; ' +
        'line 3: its request is "\\\\x16\\\\x03"; line 4: its time is "yesterday"',
    )
    expect(read(lines, { format: 'access-log', onBadLine: 'skip' }).planned).toMatchObject({
      count: 1,
      skippedLines: 3,
    })
    const many = Array.from({ length: 50 }, () => 'x')
    expect(problemOf(['1', ...many])).toMatch(/^50 of its lines .*; and 40 more$/)
  })

  test.each<[string, string[], Changes, RegExp]>([
    ['is empty', [], {}, /^it has no times$/],
    [
      'has nothing in its window',
      ['2026-11-22T10:00:00Z'],
      { from: { kind: 'after', ms: 5000 } },
      /^none of its times lies .* from 2026-11-22T10:00:00.000Z to/,
    ],
    ['has times of two kinds', ['1.5', '2026-11-22T10:00:00Z'], {}, /line 2: its time is of another kind/],
    [
      'has no clock but is to begin at a moment',
      ['1.5'],
      { from: { kind: 'moment', ms: 5 } },
      /`from` cannot be a moment/,
    ],
    ['lacks the column of the times', ['a,b', '1,2'], { format: 'csv' }, /no column `time` for the times, but a, b/],
    ['is no JSON', ['{"time": 5}', '{'], { format: 'ndjson' }, /line 2: it is no JSON, but "\{"/],
    ['has JSON without a time', ['{"time": null}'], { format: 'ndjson' }, /line 1: it has no field `time` with a time/],
  ])('that %s is refused', (_, lines, changes, problem) => {
    expect(problemOf(lines, changes)).toMatch(problem)
  })

  test('that is compressed, or is not there, is refused', () => {
    const path = join(folder, 'log.gz')
    writeFileSync(path, Buffer.from([0x1f, 0x8b, 8]))
    expect(problemOf([], { path })).toMatch(/^it is compressed; unpack it first/)
    expect(problemOf([], { path: join(folder, 'nothing') })).toBe('there is no such file')
  })

  test('that changed since the plan was made is refused', async () => {
    const { recording, ...rest } = asked(['1.5', '2.5'])
    const answer = recordingReader()({ recording, ...rest })
    if ('problem' in answer) throw new Error(answer.problem)
    writeFileSync(recording.path, '1.5')
    const load: RecordedLoad = { executor: 'recorded-arrival-times', recording, speed: 1, maxVUs: 10, ...answer }
    const scenario = { name: 's', load, variables: [], steps: [] } as unknown as Scenario
    await expect(openRecordings([scenario], 1)).rejects.toThrow(
      /it has changed since the plan was made: 1 arrivals instead of 2/,
    )
  })
})

const times = fc.array(fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.double({ min: 0, max: 5000, noNaN: true })), {
  minLength: 1,
})
const how = fc.constantFrom('recorded' as const, 'uniform' as const, 'poisson' as const)

function linesOf(given: readonly number[]): RecordedLines {
  const noPlaces = { offsets: new Float64Array(0), lengths: new Uint32Array(0) }
  return inOrder({
    ...{ count: given.length, times: Float64Array.from(given), ...noPlaces },
    ...{ isClock: false, skippedLines: 0, fields: undefined },
  })
}

describe('arrivals of a recording', () => {
  test('are all due once, in order and within the load, over all workers', () => {
    fc.assert(
      fc.property(
        times,
        how,
        fc.constantFrom(0.5, 1, 3),
        fc.integer({ min: 1, max: 5 }),
        (given, arrivals, speed, workers) => {
          const lines = linesOf(given)
          const plan = found(lines, { from: undefined, speed, durationMs: undefined, arrivals })
          const pacer = recordedArrivalTimes(dueTimes(lines, { ...plan, speed }, () => 0.999))
          const all = Array.from({ length: workers }, (_, worker) => {
            const own = stripe(pacer, worker, workers)
            return Array.from({ length: given.length }, (_each, index) => own.dueMs(index) ?? []).flat()
          }).flat()
          expect(all).toHaveLength(given.length)
          expect(plan.planned.count).toBe(given.length)
          expect(all.every((dueMs) => dueMs >= 0 && dueMs < plan.durationMs)).toBe(true)
          if (arrivals !== 'recorded') return
          expect(all.toSorted((a, b) => a - b)).toEqual(given.map((time) => time / speed).toSorted((a, b) => a - b))
        },
      ),
    )
  })
})

test('a replayed access log asks for what was asked for, each line once, on whatever worker', async () => {
  const lines = Array.from({ length: 20 }, (_, index) =>
    log('22/Nov/2026:10:00:00 +0000', `${index % 3 === 0 ? 'POST' : 'GET'} /items/${index}?q=\\xC3 HTTP/1.1`),
  )
  const path = file(...lines)
  const { server, asked: requests } = await serve((_, response) => response.end())
  const text = `
target: ${server.url}
workers: 3
scenarios:
  s:
    executor: recorded-arrival-times
    file: ${path}
    format: access-log
    speed: 10
    steps: [{ request: "{{ arrival.path }}", method: "{{ arrival.method }}", name: replay, headers: { x-agent: "{{ arrival.userAgent }}" } }]
`
  const { total } = await loadOf(text, server.url)
  expect(total.scenarios.s).toMatchObject({ planned: 20, iterations: 20, droppedIterations: 0 })
  const seen = requests.map(({ method, url, headers }) => `${method} ${url} ${headers['x-agent']}`)
  const wanted = lines.map((_, index) => `${index % 3 === 0 ? 'POST' : 'GET'} /items/${index}?q=%C3 agent`)
  expect(seen.toSorted()).toEqual(wanted.toSorted())
})
