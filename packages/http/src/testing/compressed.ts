import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** What servers compress with, by what they say in `content-encoding`. */
export const codings: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  gzip: (body) => gzipSync(body),
  'X-GZip': (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  br: (body) => brotliCompressSync(body),
  zstd: (body) => zstdCompressSync(body),
  'gzip, br': (body) => brotliCompressSync(gzipSync(body)),
  'identity, deflate ': (body) => deflateRawSync(body),
}

/** Not so even that its compressed form would be no longer than what is kept of it. */
export const longText = Array.from({ length: 2000 }, (_, index) => `line ${index * 7919}`).join('\n')

/** A whole answer with a body that was compressed. */
export function withBody(status: string, coding: string, body: Buffer): Buffer {
  const head = `HTTP/1.1 ${status}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}
