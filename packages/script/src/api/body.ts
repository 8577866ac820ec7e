/** Text and bytes go as they are; a mapping goes as a form, as in k6: with a file in it, as `multipart/form-data`. */
export type GivenBody =
  | string
  | Uint8Array
  | ArrayBuffer
  | FormData
  | Readonly<Record<string, unknown>>
  | null
  | undefined

/** What is sent, and what it is, where that follows from how it was given. */
export interface SentBody {
  readonly content: string | Uint8Array | Promise<Uint8Array> | undefined
  readonly type: string | undefined
}

/** A file in a form, made by `http.file()`. */
export class FileData {
  readonly data: string | Uint8Array | ArrayBuffer
  readonly filename: string
  readonly content_type: string

  constructor(data: string | Uint8Array | ArrayBuffer, filename: string, type: string) {
    this.data = data
    this.filename = filename
    this.content_type = type
  }
}

/** Puts a file into a form: `http.post(url, { picture: http.file(open('me.png', 'b'), 'me.png', 'image/png') })`. */
export function file(
  data: string | Uint8Array | ArrayBuffer,
  filename = 'file',
  contentType = 'application/octet-stream',
): FileData {
  return new FileData(data, filename, contentType)
}

export function bodyOf(body: GivenBody): SentBody {
  if (body === undefined || body === null) return { content: undefined, type: undefined }
  if (typeof body === 'string' || body instanceof Uint8Array) return { content: body, type: undefined }
  if (body instanceof ArrayBuffer) return { content: new Uint8Array(body), type: undefined }
  if (body instanceof FormData) return multipart(body)
  if (typeof body !== 'object' || body instanceof Blob) {
    throw new TypeError(
      'Cannot send this body: text, bytes or FormData are wanted, or a mapping of names to values that goes as a form',
    )
  }
  const entries = Object.entries(body).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
  return entries.some(([, value]) => value instanceof FileData) ? withFiles(entries) : asText(entries)
}

type Entries = readonly (readonly [name: string, value: unknown])[]

function asText(entries: Entries): SentBody {
  const form = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))
  return { content: form.toString(), type: 'application/x-www-form-urlencoded' }
}

function withFiles(entries: Entries): SentBody {
  const form = new FormData()
  for (const [name, value] of entries) {
    if (value instanceof FileData) form.append(name, blobOf(value), value.filename)
    else form.append(name, String(value))
  }
  return multipart(form)
}

function blobOf({ data, content_type: type }: FileData): Blob {
  // Without a copy, a view of shared memory could change while it is sent, and is none that a Blob takes.
  return new Blob([data instanceof Uint8Array ? new Uint8Array(data) : data], { type })
}

/** RFC 7578, as Node writes it. */
function multipart(form: FormData): SentBody {
  const written = new Response(form)
  const content = written.arrayBuffer().then((bytes) => new Uint8Array(bytes))
  return { content, type: written.headers.get('content-type') ?? undefined }
}
