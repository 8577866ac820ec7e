import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GatheredBytes } from './gathered-bytes.ts'

test('GatheredBytes are the pieces in their order, though those are overwritten', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 50 }), (pieces) => {
      const gathered = new GatheredBytes()
      const wanted = Buffer.concat(pieces)
      for (const piece of pieces) {
        gathered.add(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
        piece.fill(0)
      }
      expect(gathered.length).toBe(wanted.length)
      expect(gathered.bytes.equals(wanted)).toBe(true)
    }),
  )
})
