import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decoded } from './decoded.ts'
import { encoded } from './encoded.ts'

const coding = fc.constantFrom('gzip', 'deflate', 'br', 'zstd')

describe('encoded()', () => {
  test('compresses so that who undoes what the header says has the body again', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.array(coding, { maxLength: 3 }),
        (text, codings) => {
          expect(decoded(encoded(text, codings), codings.join(', '), 1_000_000).toString()).toBe(text)
        },
      ),
    )
  })

  test('makes long bodies shorter', () => {
    for (const one of ['gzip', 'deflate', 'br', 'zstd']) {
      expect(encoded('a body '.repeat(1000), [one]).length).toBeLessThan(200)
    }
  })

  test.each(['lzma', 'GZIP', 'constructor', ''])('knows no %s', (unknown) => {
    expect(() => encoded('body', [unknown])).toThrow(
      `Cannot compress with '${unknown}': one of gzip, deflate, br, zstd`,
    )
  })
})
