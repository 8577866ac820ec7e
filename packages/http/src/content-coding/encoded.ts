import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** As those who compress with each request set it; Node's own takes a hundred times as long. */
const brotliQuality = 6

const encoders: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }),
  zstd: (body) => zstdCompressSync(body),
}

/** A body compressed with one coding after another, by the names that `content-encoding` has for them. Throws on others. */
export function encoded(body: string | Buffer, codings: readonly string[]): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return codings.reduce((content, coding) => encoderOf(coding)(content), bytes)
}

function encoderOf(coding: string): (body: Buffer) => Buffer {
  const encoder = Object.hasOwn(encoders, coding) ? encoders[coding] : undefined
  if (encoder !== undefined) return encoder
  throw new Error(`Cannot compress with '${coding}': one of ${Object.keys(encoders).join(', ')} is wanted`)
}
