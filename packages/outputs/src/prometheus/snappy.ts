import { varint } from './protobuf.ts'

const longestLiteral = 2 ** 16

/**
 * Snappy's block format, of literals alone: valid, and not compressed. Prometheus takes nothing but Snappy, a second of
 * figures has some 10 KB, and libraries for it are native or unmaintained.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappyOf(bytes: Buffer): Buffer {
  const parts = [varint(BigInt(bytes.length))]
  for (let at = 0; at < bytes.length; at += longestLiteral) {
    const literal = bytes.subarray(at, at + longestLiteral)
    const length = literal.length - 1
    // The tag says that the length stands in the two bytes behind it.
    parts.push(Buffer.from([61 << 2, length & 0xff, length >> 8]), literal)
  }
  return Buffer.concat(parts)
}
