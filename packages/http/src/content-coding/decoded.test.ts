import { constants, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UnusableAnswer } from '../answer/unusable-answer.ts'
import { codings } from '../testing/compressed.ts'
import { decoded, decodedStart } from './decoded.ts'

const limit = 1_000_000
const content = fc.uint8Array({ minLength: 1, maxLength: 5000 }).map((bytes) => Buffer.from(bytes))
const coding = fc.constantFrom(...Object.keys(codings))

describe('decoded()', () => {
  test('undoes every coding, whatever was compressed', () => {
    fc.assert(
      fc.property(content, coding, (body, name) => {
        expect(decoded(codings[name]?.(body) ?? body, name, limit).equals(body)).toBe(true)
      }),
    )
  })

  test('gives content, or the one error that callers know, for any bytes', () => {
    fc.assert(
      fc.property(content, coding, (body, name) => {
        try {
          expect(decoded(body, name, 10_000).length).toBeLessThanOrEqual(10_000)
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableAnswer)
        }
      }),
    )
  })

  test('leaves alone what it does not know, and lists that nobody means', () => {
    const body = Buffer.from('body')
    for (const name of [undefined, '', 'identity', 'compress', 'gzip, aes128gcm', 'constructor', 'gzip,'.repeat(6)]) {
      expect(decoded(body, name, limit)).toBe(body)
    }
  })

  test('takes no window that a server may not use', () => {
    const params = { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_contentSizeFlag]: 0 }
    const body = zstdCompressSync(Buffer.alloc(20_000_000), { params })
    expect(() => decoded(body, 'zstd', 30_000_000)).toThrow('The body is not the zstd that its header says')
  })
})

describe('decodedStart()', () => {
  test('tells the start of a body that is cut off', () => {
    const body = Buffer.from(Array.from({ length: 4000 }, (_, index) => `${index * 31}`).join(' '))
    for (const [name, encode] of Object.entries(codings)) {
      const whole = encode(body)
      const start = decodedStart(whole.subarray(0, Math.floor(whole.length / 2)), name, limit)
      // These cannot be told before more of them is there.
      if (!['zstd', 'gzip, br'].includes(name)) expect(start.length).toBeGreaterThan(0)
      expect(body.subarray(0, start.length).equals(start)).toBe(true)
    }
  })
})
