import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
  zstdDecompressSync,
} from 'node:zlib'
import { UnusableAnswer } from '../answer/unusable-answer.ts'

/** Lists of more are nothing that anybody means: each coding is work that a server could make for nothing. */
const mostCodings = 5

/** RFC 9659: of a longer window no server may make use. It is what a frame of a few bytes can have allocated. */
const longestZstdWindowLog = 23

interface Decoding {
  /** Longer content is an error. */
  readonly maxOutputLength: number
  /** `false`: the content may be cut off. */
  readonly isWhole: boolean
}

type Decode = (body: Buffer, decoding: Decoding) => Buffer

const zlib = ({ maxOutputLength, isWhole }: Decoding): ZlibOptions => ({
  maxOutputLength,
  finishFlush: isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
})

const gunzip: Decode = (body, decoding) => gunzipSync(body, zlib(decoding))

/** RFC 9110, 8.4.1. */
const decoders: Readonly<Record<string, Decode>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  // Some servers leave out the frame (zlib) that the name stands for, as browsers know.
  deflate: (body, decoding) => (isZlib(body) ? inflateSync : inflateRawSync)(body, zlib(decoding)),
  br: (body, { maxOutputLength, isWhole }) =>
    brotliDecompressSync(body, {
      maxOutputLength,
      finishFlush: isWhole ? constants.BROTLI_OPERATION_FINISH : constants.BROTLI_OPERATION_FLUSH,
    }),
  zstd: (body, { maxOutputLength, isWhole }) =>
    zstdDecompressSync(body, {
      maxOutputLength,
      params: { [constants.ZSTD_d_windowLogMax]: longestZstdWindowLog },
      finishFlush: isWhole ? constants.ZSTD_e_end : constants.ZSTD_e_flush,
    }),
}

/**
 * A body as it was before it was compressed, as `content-encoding` says; as it came, where that is unknown.
 * Throws `UnusableAnswer` where it is longer then than `mostBytes`, or is not what the header says.
 */
export function decoded(body: Buffer, contentEncoding: string | undefined, mostBytes: number): Buffer {
  return decodedBy(body, contentEncoding, { maxOutputLength: mostBytes, isWhole: true })
}

/** As `decoded`, of a body that may be cut off: as much as can be told. */
export function decodedStart(body: Buffer, contentEncoding: string | undefined, mostBytes: number): Buffer {
  return decodedBy(body, contentEncoding, { maxOutputLength: mostBytes, isWhole: false })
}

function decodedBy(body: Buffer, contentEncoding: string | undefined, decoding: Decoding): Buffer {
  // Answers to HEAD, and 304, say how a body would have come.
  if (contentEncoding === undefined || body.length === 0) return body
  // They were applied in this order.
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase())
  const all = codings.filter((coding) => coding !== '' && coding !== 'identity').reverse()
  const isKnown = all.every((coding) => Object.hasOwn(decoders, coding))
  if (!isKnown || all.length > mostCodings) return body
  return all.reduce((content, coding) => decodedOnce(content, coding, decoding), body)
}

function decodedOnce(body: Buffer, coding: string, decoding: Decoding): Buffer {
  try {
    return decoders[coding]?.(body, decoding) ?? body
  } catch (error) {
    throw whyNot(error, coding, decoding)
  }
}

function whyNot(error: unknown, coding: string, { maxOutputLength }: Decoding): UnusableAnswer {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_BUFFER_TOO_LARGE') return UnusableAnswer.tooLarge(maxOutputLength, ', decompressed')
  return new UnusableAnswer('ANSWER_UNDECODABLE', `The body is not the ${coding} that its header says: ${message}`)
}

/** RFC 1950: method 8, and a check of the first two bytes. */
function isZlib(body: Buffer): boolean {
  const [first = 0, second = 0] = body
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0
}
