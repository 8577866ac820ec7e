/** The part of Protocol Buffers' wire format that remote write needs: https://protobuf.dev/programming-guides/encoding/ */

const varintType = 0
const doubleType = 1
const lengthType = 2

export function varintField(field: number, value: bigint): Buffer {
  return Buffer.concat([tag(field, varintType), varint(value)])
}

export function doubleField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return Buffer.concat([tag(field, doubleType), bytes])
}

/** A text, or a message of its own. */
export function lengthField(field: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([tag(field, lengthType), varint(BigInt(bytes.length)), bytes])
}

function tag(field: number, type: number): Buffer {
  return varint(BigInt((field << 3) | type))
}

/** Seven bits a byte, the lowest first; all but the last have the eighth set. */
export function varint(value: bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest === 0n ? low : low | 0x80)
  } while (rest !== 0n)
  return Buffer.from(bytes)
}
