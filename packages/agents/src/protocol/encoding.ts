import { gunzipSync, gzipSync } from 'node:zlib'

/** JSON, compressed: histograms and failure texts of a second shrink to a few kilobytes. */
export function encode(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value))
}

/** No message of an honest party is larger than this once it is unpacked. */
const mostBytes = 64 * 1024 * 1024

/** Throws where the bytes are not what `encode()` made, or unpack to more than 64 MB. */
export function decode<Value>(bytes: Uint8Array): Value {
  return JSON.parse(gunzipSync(bytes, { maxOutputLength: mostBytes }).toString('utf8')) as Value
}
