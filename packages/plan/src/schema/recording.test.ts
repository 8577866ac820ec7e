import { describe, expect, test } from 'vitest'
import type { AskedOfRecording, FoundInRecording } from '../defaults/fill-recording.ts'
import { complaintsAbout, planOf } from '../testing/read.ts'

const planned = {
  count: 3,
  mostPerSecond: 2,
  everyMs: 1000,
  counts: [2, 1],
  recordedAt: '2026-11-22T10:00:00.000Z',
  skippedLines: 0,
}
const found: FoundInRecording = {
  originMs: 5,
  arrivals: 'uniform',
  durationMs: 2000,
  planned,
  fields: ['time', 'path'],
}

/** A scenario that replays a recording, in a file of the folder `tests`. */
function replaying(keys: string, step = 'get: "{{ arrival.path }}"') {
  const scenario = `{ executor: recorded-arrival-times, ${keys}, steps: [{ ${step} }] }`
  return `{ target: "http://a", scenarios: { s: ${scenario} } }`
}

function load(keys: string) {
  let asked: AskedOfRecording | undefined
  const recordingOf = (given: AskedOfRecording) => {
    asked = given
    return found
  }
  const [scenario] = planOf(replaying(keys), { file: 'tests/test.yaml', recordingOf }).scenarios
  return { asked, load: scenario?.load }
}

describe('a load of recorded arrival times', () => {
  test('is what its file was found to have', () => {
    expect(load('file: access.log')).toEqual({
      asked: {
        recording: {
          path: 'tests/access.log',
          format: 'access-log',
          timeField: 'time',
          delimiter: ',',
          timeFormat: undefined,
          onBadLine: 'refuse',
        },
        from: undefined,
        speed: 1,
        durationMs: undefined,
        arrivals: undefined,
      },
      load: {
        executor: 'recorded-arrival-times',
        recording: expect.anything(),
        originMs: 5,
        speed: 1,
        arrivals: 'uniform',
        durationMs: 2000,
        maxVUs: 180,
        planned,
      },
    })
  })

  test.each([
    ['access.log.3', 'access-log'],
    ['a.csv', 'csv'],
    ['a.jsonl', 'ndjson'],
    ['a.txt', 'times'],
  ])('takes %s for %s', (file, format) => {
    expect(load(`file: ${file}`).asked?.recording.format).toBe(format)
  })

  test('can be narrowed down, and made faster', () => {
    const keys =
      'file: a.csv, time: at, timeFormat: seconds, speed: 2, duration: 1m, onBadLine: skip, arrivals: poisson'
    expect(load(`${keys}, from: 90s`).asked).toMatchObject({
      recording: { timeField: 'at', timeFormat: 'seconds', onBadLine: 'skip' },
      from: { kind: 'after', ms: 90_000 },
      speed: 2,
      durationMs: 60_000,
      arrivals: 'poisson',
    })
    const from = '2026-11-22T10:05:00.250+01:00'
    expect(load(`file: a, from: "${from}"`).asked?.from).toEqual({ kind: 'moment', ms: Date.parse(from) })
  })

  test.each([
    ['speed: 0', 'a number above zero, up to 1000'],
    ['from: yesterday', 'a moment with its zone'],
    ['time: at', 'this key only with the formats csv and ndjson'],
    ['format: xml', 'one of times, csv, ndjson, access-log'],
    ['rate: 5/s', 'rate'],
  ])('cannot have %s', (keys, complaint) => {
    expect(complaintsAbout(replaying(`file: a.log, ${keys}`))).toContain(complaint)
  })

  test('is refused where its file cannot be read, with the reason', () => {
    const recordingOf = () => ({ problem: 'line 3: its time is "x"' })
    expect(complaintsAbout(replaying('file: a.log'), { recordingOf })).toContain(
      'scenarios.s.file cannot be a.log: line 3: its time is "x"',
    )
  })

  test('gives its steps the line, of which they can name what it has', () => {
    const recordingOf = () => found
    expect(complaintsAbout(replaying('file: a.log'), { recordingOf })).toBe('')
    expect(complaintsAbout(replaying('file: a.log', 'get: "{{ arrival.pth }}"'), { recordingOf })).toContain(
      'did you mean `path`?',
    )
    const others = 'vus: { executor: constant-vus, duration: 1s, steps: [{ get: "{{ arrival.path }}" }] }'
    expect(complaintsAbout(`{ target: "http://a", scenarios: { ${others} } }`)).toContain(
      'needs `arrival`, which no variable before it is called',
    )
  })
})

describe('a request of any method', () => {
  const requestOf = (step: string) => planOf(replaying('file: a.log', step)).scenarios[0]?.steps[0]

  test('has a method that may differ from request to request', () => {
    expect(requestOf('request: "{{ arrival.path }}", method: "{{ arrival.method }}"')).toMatchObject({
      name: '{{ arrival.method }} {{ arrival.path }}',
      method: { kind: 'member' },
    })
    expect(requestOf('request: /a, method: PROPFIND')).toMatchObject({ name: 'PROPFIND /a', method: 'PROPFIND' })
    expect(requestOf('request: /a')).toMatchObject({ name: 'GET /a', method: 'GET' })
  })

  test.each([
    ['request: /a, method: "a b"', 'a method, such as PROPFIND'],
    ['get: /a, method: PUT', 'this key only beside request'],
    ['get: /a, request: /b', 'exactly one of'],
  ])('cannot be { %s }', (step, complaint) => {
    expect(complaintsAbout(replaying('file: a.log', step))).toContain(complaint)
  })
})
