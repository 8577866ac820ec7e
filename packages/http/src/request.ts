import { requestBytes, type WrittenRequest } from './wire/request-bytes.ts'

/** A request as a plan has it. */
export interface HttpRequest {
  readonly method: string
  /** Path and query for the targets, or a whole URL. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Text is sent in UTF-8. */
  readonly body: string | Buffer | undefined
  /** Whether an answer of this status is a success, so that its body need not be kept. */
  readonly isExpected: (status: number) => boolean
  /** How much of the answer is kept; `nothing` where it is left out. */
  readonly keeps?: Keeping
  /** Whether an answer that leads elsewhere is kept, so that it can be followed. */
  readonly keepsRedirects?: boolean
}

/**
 * How much of an answer is kept: nothing, as it is dropped while it comes; its head with the first 4 KiB of its body; or
 * all of it, for somebody to read.
 */
export type Keeping = 'nothing' | 'start' | 'all'

/** A request whose URL is parsed and whose body is bytes, so that sending it again costs nothing of that. */
export interface CompiledRequest {
  readonly method: string
  /** Where it may go: one for each target, used in turn. */
  readonly routes: readonly Route[]
  /** Names and values in turn. */
  readonly headers: string[]
  readonly body: Buffer | null
  /** It has a header `Connection: close`. */
  readonly asksToClose: boolean
  readonly isExpected: (status: number) => boolean
  readonly keeps: Keeping
  readonly keepsRedirects: boolean
}

export interface Route {
  /** Scheme, host and port. */
  readonly origin: string
  /** Path and query. */
  readonly path: string
  /** The whole request as HTTP/1.1 writes it, made when first asked for. Throws where it cannot be written. */
  readonly bytes: Buffer
}

const wholeUrl = /^[a-z][a-z0-9+.-]*:\/\//i

/** The same request with another header; one that it had of that name is gone. */
export function withHeader(request: CompiledRequest, name: string, value: string): CompiledRequest {
  const others = headerPairs(request).filter(([each]) => each.toLowerCase() !== name)
  return withRoutes({ ...asWritten(request), headers: Object.fromEntries([...others, [name, value]]) }, request.routes)
}

/** The value of a header, named in small letters. */
export function headerOf(request: CompiledRequest, name: string): string | undefined {
  return headerPairs(request).find(([each]) => each.toLowerCase() === name)?.[1]
}

export function headerPairs({ headers }: CompiledRequest): readonly (readonly [name: string, value: string])[] {
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as const] : []))
}

/** What a compiled request is made of, but for its URL, which its routes hold. */
export function asWritten(request: CompiledRequest): HttpRequest {
  return { ...request, url: '', headers: Object.fromEntries(headerPairs(request)), body: request.body ?? undefined }
}

/** `targets` are base URLs; a path of theirs goes before that of the request. */
export function compileRequest(request: HttpRequest, targets: readonly string[]): CompiledRequest {
  const urls = wholeUrl.test(request.url)
    ? [new URL(request.url)]
    : targets.map((target) => new URL(target.replace(/\/$/, '') + withSlash(request.url)))
  if (urls.length === 0) throw new Error(`Cannot send ${request.method} ${request.url}: there is no target`)
  for (const url of urls) checkScheme(url)
  return withRoutes(
    request,
    urls.map(({ origin, pathname, search }) => ({ origin, path: pathname + search })),
  )
}

/**
 * Makes requests that are known only when they are sent, such as those with a visitor's name in them: the targets are
 * read once, and what a request line cannot hold is percent-encoded.
 */
export function requestMaker(targets: readonly string[]): (request: HttpRequest) => CompiledRequest {
  const bases = targets.map((target) => {
    const url = new URL(target)
    checkScheme(url)
    return { origin: url.origin, path: url.pathname.replace(/\/$/, '') }
  })
  return (request) => {
    if (wholeUrl.test(request.url)) return compileRequest(request, targets)
    const path = forRequestLine(withSlash(request.url))
    return withRoutes(
      request,
      bases.map((base) => ({ origin: base.origin, path: base.path + path })),
    )
  }
}

/** A fragment is never sent. */
function forRequestLine(path: string): string {
  return path
    .replace(/#.*$/s, '')
    .toWellFormed()
    .replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}

function bytesOf(body: HttpRequest['body']): Buffer | null {
  if (body === undefined) return null
  return typeof body === 'string' ? Buffer.from(body) : body
}

export function withRoutes(request: HttpRequest, places: readonly Omit<Route, 'bytes'>[]): CompiledRequest {
  const { method, headers, isExpected } = request
  const body = bytesOf(request.body)
  const asksToClose = Object.entries(headers).some(isConnectionClose)
  const written = { method, headers, body, asksToClose }
  return {
    method,
    routes: places.map(({ origin, path }) => new CompiledRoute(written, origin, path)),
    headers: Object.entries(headers).flat(),
    body,
    asksToClose,
    isExpected,
    keeps: request.keeps ?? 'nothing',
    keepsRedirects: request.keepsRedirects ?? false,
  }
}

class CompiledRoute implements Route {
  readonly origin: string
  readonly path: string
  readonly #request: WrittenRequest
  #bytes: Buffer | undefined

  constructor(request: WrittenRequest, origin: string, path: string) {
    this.#request = request
    this.origin = origin
    this.path = path
  }

  get bytes(): Buffer {
    this.#bytes ??= requestBytes(this.#request, this.origin.replace(/^.*:\/\//, ''), this.path)
    return this.#bytes
  }
}

function isConnectionClose([name, value]: readonly [string, string]): boolean {
  return name.toLowerCase() === 'connection' && /(^|,)\s*close\s*(,|$)/i.test(value)
}

function withSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}

function checkScheme(url: URL): void {
  if (url.protocol === 'http:' || url.protocol === 'https:') return
  throw new Error(`Cannot send requests to ${url}: its scheme is '${url.protocol}', and must be 'http:' or 'https:'`)
}
