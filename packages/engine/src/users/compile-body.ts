import { encoded } from '@loadrun/http'
import type { Body, BodyPart, ContentCoding, FileBody, MultipartBody, Text } from '@loadrun/plan'
import { compileText, type Language } from './compile-expression.ts'
import type { Iteration } from './iteration.ts'

type Content = string | Buffer

/** What a request carries: the same each time, or made anew in each iteration. */
export type PreparedBody = Content | ((iteration: Iteration) => Content)

/** The bytes of a file that was read before the load. */
export type BytesOf = (path: string) => Buffer

export function prepareBody(body: Body, language: Language, bytesOf: BytesOf): PreparedBody {
  if (typeof body === 'object' && body.kind === 'multipart') return prepareMultipart(body, language, bytesOf)
  return prepareContent(body, language, bytesOf)
}

/** A body that is the same each time is compressed once. */
export function compressed(body: PreparedBody, codings: readonly ContentCoding[]): PreparedBody {
  if (codings.length === 0) return body
  return typeof body === 'function' ? (iteration) => encoded(body(iteration), codings) : encoded(body, codings)
}

function prepareContent(content: Text | FileBody, language: Language, bytesOf: BytesOf): PreparedBody {
  if (typeof content === 'object' && content.kind === 'file') return bytesOf(content.path)
  return compileText(content, language)
}

/** RFC 7578, with names quoted as browsers do (HTML, 4.10.21.8). */
function prepareMultipart({ boundary, parts }: MultipartBody, language: Language, bytesOf: BytesOf): PreparedBody {
  const pieces = [
    ...parts.flatMap((part) => [
      `--${boundary}\r\n${headOf(part)}\r\n`,
      prepareContent(part.content, language, bytesOf),
      '\r\n',
    ]),
    `--${boundary}--\r\n`,
  ]
  const join = (iteration: Iteration) =>
    Buffer.concat(pieces.map((piece) => toBytes(typeof piece === 'function' ? piece(iteration) : piece)))
  if (pieces.some((piece) => typeof piece === 'function')) return join
  return Buffer.concat(pieces.map((piece) => toBytes(typeof piece === 'function' ? '' : piece)))
}

function headOf({ name, fileName, type }: BodyPart): string {
  const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`
  const contentType = type === undefined ? '' : `Content-Type: ${type}\r\n`
  return `Content-Disposition: form-data; name="${quoted(name)}"${file}\r\n${contentType}`
}

function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function toBytes(content: Content): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : content
}
