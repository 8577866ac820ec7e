// `import encoding from 'k6/encoding'`.
type Encoding = 'std' | 'rawstd' | 'url' | 'rawurl'

function encodingOf(given: string): Encoding {
  if (given === 'std' || given === 'rawstd' || given === 'url' || given === 'rawurl') return given
  throw new TypeError(`There is no base64 encoding '${given}': std, rawstd, url or rawurl is wanted`)
}

/** Base64, padded where the encoding does not begin with `raw`. */
export function b64encode(input: string | Uint8Array | ArrayBuffer, encoding = 'std'): string {
  const bytes = typeof input === 'string' ? Buffer.from(input) : Buffer.from(new Uint8Array(input))
  const kind = encodingOf(encoding)
  const padded = bytes.toString('base64')
  const text = kind.endsWith('url') ? padded.replaceAll('+', '-').replaceAll('/', '_') : padded
  return kind.startsWith('raw') ? text.replace(/=+$/, '') : text
}

/** The bytes that were encoded; with the format `s`, as text. */
export function b64decode(input: string, encoding: string, format: 's'): string
export function b64decode(input: string, encoding?: string): ArrayBuffer
export function b64decode(input: string, encoding = 'std', format?: 's'): string | ArrayBuffer {
  encodingOf(encoding)
  // Node reads both alphabets, padded or not.
  const bytes = Buffer.from(input, 'base64')
  return format === 's' ? bytes.toString() : new Uint8Array(bytes).buffer
}

export default { b64encode, b64decode }
