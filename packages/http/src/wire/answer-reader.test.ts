import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type GivenAnswer, hostileAnswer, soundAnswer } from '../testing/answers.ts'
import { AnswerReader, type AnswerSink } from './answer-reader.ts'
import { headersOf } from './headers.ts'

const memory = Buffer.alloc(65_536)

/** What came of an answer that was read in these pieces, all in the same place of memory, as sockets do. */
function readPieces(method: string, pieces: readonly Buffer[]) {
  let head = ''
  const body: Buffer[] = []
  const reader = new AnswerReader()
  const sink: AnswerSink = {
    onHead: () => {
      head = reader.headText()
      return true
    },
    onBody: (bytes, from, to) => void body.push(Buffer.from(bytes.subarray(from, to))),
  }
  reader.begin(method === 'HEAD', sink)
  let read = 0
  for (const piece of pieces) {
    if (reader.isDone || reader.problem !== undefined) break
    piece.copy(memory)
    read += reader.read(memory, 0, piece.length)
  }
  const isWhole = reader.isDone || reader.end()
  return {
    status: reader.status,
    problem: reader.problem,
    isWhole: isWhole && reader.problem === undefined,
    allowsReuse: reader.allowsReuse,
    keepAliveMs: reader.keepAliveMs,
    headers: headersOf(head),
    body: Buffer.concat(body).toString('latin1'),
    read: reader.problem === undefined ? read : 'up to the problem',
  }
}

function read(bytes: string, method = 'GET') {
  return readPieces(method, [Buffer.from(bytes, 'latin1')])
}

function cut(bytes: string, places: readonly number[]): Buffer[] {
  const all = Buffer.from(bytes, 'latin1')
  const ends = [...places.toSorted((a, b) => a - b), all.length]
  return ends.map((end, index) => all.subarray(ends[index - 1] ?? 0, end)).filter((piece) => piece.length > 0)
}

function agreesHoweverCut({ method, bytes }: GivenAnswer): void {
  const whole = read(bytes, method)
  expect(read(bytes, method)).toEqual(whole)
  const every = cut(
    bytes,
    Array.from({ length: bytes.length }, (_, index) => index),
  )
  expect(readPieces(method, every)).toEqual(whole)
  for (let place = 1; place < Math.min(bytes.length, 600); place++) {
    expect(readPieces(method, cut(bytes, [place]))).toEqual(whole)
  }
}

describe('AnswerReader', () => {
  test('reads a head that it knows as it did the first time, whatever was asked', () => {
    const answers = ['connection: close', 'keep-alive: timeout=5', 'x: 1'].map(
      (field) => `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n${field}\r\n\r\nok`,
    )
    const all = () => answers.flatMap((bytes) => [read(bytes), read(bytes, 'HEAD'), read(bytes)])
    const first = all()
    expect(first.map(({ body }) => body)).toEqual(answers.flatMap(() => ['ok', '', 'ok']))
    expect(first.map(({ allowsReuse }) => allowsReuse)).toEqual([false, true, true].flatMap((may) => [may, may, may]))
    expect(all()).toEqual(first)
  })

  test('refuses a length in trailers, also after a head that it knows, and forgets it with the next answer', () => {
    const reader = new AnswerReader()
    const problemOf = (trailer: string) => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
      const bytes = Buffer.from(`${head}2\r\nok\r\n0\r\n${trailer}\r\n`)
      reader.begin(false, { onHead: () => false, onBody: () => undefined })
      reader.read(bytes, 0, bytes.length)
      return [reader.isDone, reader.problem]
    }
    const problems = ['', 'Content-Length: 2\r\n', '', 'A: b\r\n'].map(problemOf)
    expect(problems).toEqual([
      [true, undefined],
      [false, 'it has two lengths'],
      [true, undefined],
      [true, undefined],
    ])
  })

  test('reads a sound answer whole, however it is cut', () => {
    fc.assert(
      fc.property(soundAnswer, (answer) => {
        expect(read(answer.bytes, answer.method)).toMatchObject({ problem: undefined, isWhole: true })
        agreesHoweverCut(answer)
      }),
      { numRuns: 40 },
    )
  })

  test('finds the same wrong with a hostile answer, however it is cut', () => {
    fc.assert(fc.property(hostileAnswer, agreesHoweverCut), { numRuns: 40 })
  })

  test.each([
    ['another protocol', 'SSH-2.0-x', 'it does not begin with HTTP/1.1'],
    ['another version', 'HTTP/2.0 200 OK\r\n', 'it does not begin with HTTP/1.1'],
    ['a status below 100', 'HTTP/1.1 099 X\r\n', 'its status line cannot be read'],
    ['a bare line feed', 'HTTP/1.1 200 OK\n', 'its status line cannot be read'],
    ['a folded field', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', 'a field is folded over lines'],
    ['blanks before a colon', 'HTTP/1.1 200 OK\r\nA : b\r\n', 'a field name holds what it may not'],
    [
      'the same length twice',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n',
      'it has two lengths',
    ],
    [
      'a length beside chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n',
      'it has two lengths',
    ],
    [
      'a length with blanks after it',
      'HTTP/1.1 200 OK\r\nContent-Length: 2 \r\n',
      'its Content-Length is not a number',
    ],
    ['a length below zero', 'HTTP/1.1 200 OK\r\nContent-Length: -2\r\n', 'its Content-Length is not a number'],
    [
      'a length beyond counting',
      'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n',
      'its Content-Length is not a number',
    ],
    ['a head without end', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(20_000)}`, 'its head is longer than 16384 bytes'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'it is a 101 that nobody asked for'],
  ])('refuses %s', (_what, bytes, problem) => {
    expect(read(bytes).problem).toBe(problem)
  })

  test.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\n\r\nto the end', false],
    ['HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n', false],
    ['HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n', true],
  ])('tells of %j that another may follow: %s', (bytes, allowsReuse) => {
    expect(read(bytes).allowsReuse).toBe(allowsReuse)
  })
})
