import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ReadBuffer } from './read-buffer.ts'
import { RequestReader } from './request-reader.ts'

/** Everything that reading these chunks, and then the end of the input, comes to. */
function readAll(chunks: readonly string[], maxBodyBytes = 5000): string[] {
  const buffer = new ReadBuffer(4096)
  const reader = new RequestReader(buffer, { getOnly: false, maxRequestBodyBytes: maxBodyBytes })
  const readings: string[] = []
  for (const chunk of chunks) {
    buffer.arrive(Buffer.from(chunk, 'latin1'))
    for (let reading = reader.next(false); reading.kind !== 'wait'; reading = reader.next(false)) {
      readings.push(reading.kind === 'error' ? `error ${reading.status}` : reading.kind)
      if (reading.kind === 'error' || reading.kind === 'close') return readings
    }
  }
  const end = reader.endedBy('EOF')
  return [...readings, end.kind === 'error' ? `error ${end.status}` : end.kind]
}

describe('RequestReader', () => {
  test('reads the same requests however the bytes are cut up', () => {
    const head = fc.constantFrom(
      'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\n\n',
      '\r\n\r\nHEAD / HTTP/1.0\r\n\r\n',
      'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello',
      `POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n${'b'.repeat(5000)}`,
      'POST / HTTP/1.1\r\nContent-Length: 5001\r\n\r\n',
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0a\r\n0123456789\r\n0\r\n\r\n',
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n',
      'POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi',
      'GARBAGE\r\n',
      'GET / HTTP/1.1\r\nnocolon\r\n\r\n',
      'GET / HTTP/1.1\r\nHo',
    )
    fc.assert(
      fc.property(fc.array(head, { maxLength: 6 }), fc.array(fc.nat(200), { minLength: 1 }), (heads, sizes) => {
        const text = heads.join('')
        const chunks: string[] = []
        for (let at = 0, index = 0; at < text.length; index += 1) {
          const size = 1 + (sizes[index % sizes.length] ?? 0)
          chunks.push(text.slice(at, at + size))
          at += size
        }
        expect(readAll(chunks)).toEqual(readAll([text]))
      }),
    )
  })

  test('takes a body of the longest length and refuses a longer one', () => {
    const post = (bytes: number) => `POST / HTTP/1.1\r\nContent-Length: ${bytes}\r\n\r\n${'b'.repeat(bytes)}`
    expect(readAll([post(100)], 100)).toEqual(['request', 'close'])
    expect(readAll([post(101)], 100)).toEqual(['error 400'])
  })

  test('counts what chunks hold against the longest body', () => {
    const chunked = (...sizes: number[]) =>
      `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${sizes.map((size) => `${size.toString(16)}\r\n${'b'.repeat(size)}\r\n`).join('')}0\r\n\r\n`
    expect(readAll([chunked(60, 40)], 100)).toEqual(['request', 'close'])
    expect(readAll([chunked(60, 41)], 100)).toEqual(['error 400'])
  })

  test.each([
    ['nothing', '', 'close'],
    ['newlines', '\r\n\r\n', 'close'],
    ['half a head', 'GET / HTTP/1.1\r\nHo', 'error 400'],
    ['half a body', 'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhe', 'error 400'],
    ['no chunk', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n', 'close'],
    ['half a chunk size', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5', 'error 400'],
    ['half a chunk', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe', 'error 400'],
  ])('after %s, the end of the input comes to its own end', (_, text, end) => {
    expect(readAll([text])).toEqual([end])
  })

  test('closes without a word after a buffer full of newlines', () => {
    expect(readAll(['\r\n'.repeat(2048)])).toEqual(['close'])
  })
})
