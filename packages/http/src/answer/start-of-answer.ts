import type { Answer } from '../client.ts'
import { decodedStart } from '../content-coding/decoded.ts'

/** Bytes of the body that are kept of an answer that nobody reads, for whoever shows it. */
export const startBytes = 4096

/** What so many bytes can be decompressed to, at most: less than this by far where somebody wrote them to be read. */
const mostDecoded = 2 ** 20

/** The first bytes of a body, as they were before they were compressed; as they came where that cannot be told. */
export function startOfBody(bytes: Buffer, contentEncoding: string | undefined): Buffer {
  const start = bytes.subarray(0, startBytes)
  const shown = asFarAsToBeTold(start, contentEncoding)
  return shown.length > 0 || start.length === 0
    ? shown
    : Buffer.from(`(${start.length} bytes of ${contentEncoding} that cannot be decompressed)`)
}

function asFarAsToBeTold(start: Buffer, contentEncoding: string | undefined): Buffer {
  try {
    return decodedStart(start, contentEncoding, mostDecoded).subarray(0, startBytes)
  } catch {
    return Buffer.alloc(0)
  }
}

/** An answer of which only the head and the start of the body are kept. That is decompressed when it is asked for: most is not. */
export class StartOfAnswer implements Answer {
  readonly headers: Answer['headers']
  readonly connection: Answer['connection']
  readonly isWhole = false
  readonly #bytes: Buffer
  #body: Buffer | undefined

  constructor(headers: Answer['headers'], bytes: Buffer, connection: Answer['connection']) {
    this.headers = headers
    this.#bytes = bytes
    this.connection = connection
  }

  get body(): Buffer {
    this.#body ??= startOfBody(this.#bytes, contentEncodingOf(this.headers))
    return this.#body
  }
}

export function contentEncodingOf(headers: Answer['headers']): string | undefined {
  const given = headers['content-encoding']
  return given === undefined ? undefined : [given].flat().join(',')
}
