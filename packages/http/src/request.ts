import { requestBytes, type WrittenRequest } from './wire/request-bytes.ts'

/** A request as a plan has it. */
export interface HttpRequest {
  readonly method: string
  /** Path and query for the targets, or a whole URL. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** Whether an answer of this status is a success, so that its body need not be kept. */
  readonly isExpected: (status: number) => boolean
  /** Whether somebody wants to read the answer, which otherwise is dropped as it comes. */
  readonly keepsAnswer?: boolean
}

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
  readonly keepsAnswer: boolean
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

function withRoutes(request: HttpRequest, places: readonly Omit<Route, 'bytes'>[]): CompiledRequest {
  const { method, headers, isExpected } = request
  const body = request.body === undefined ? null : Buffer.from(request.body)
  const asksToClose = Object.entries(headers).some(isConnectionClose)
  const written = { method, headers, body, asksToClose }
  return {
    method,
    routes: places.map(({ origin, path }) => new CompiledRoute(written, origin, path)),
    headers: Object.entries(headers).flat(),
    body,
    asksToClose,
    isExpected,
    keepsAnswer: request.keepsAnswer ?? false,
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
