import { defined, filled, type Written } from './imported.ts'
import { literal, literalValue } from './literal.ts'

/** A request as it was sent or recorded elsewhere. */
export interface HeardRequest {
  readonly method: string
  readonly url: URL
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | undefined
  /** The parts of a `multipart` body, as steps have them; there is no `body` then. */
  readonly parts?: Written | undefined
}

const methods: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']

/** Clients write these themselves. */
const ofClients: readonly string[] = [
  ...['host', 'connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade', 'te'],
  ...['proxy-connection', 'http2-settings'],
]

/** The step that sends it; paths of `target` without it. `undefined`, with a note, where there is no such step. */
export function stepOf(request: HeardRequest, target: string, notes: string[]): Written | undefined {
  const method = request.method.toLowerCase()
  if (!methods.includes(method)) {
    notes.push(`${request.method} ${request.url.href}: there is no step of this method`)
    return undefined
  }
  const { body, headers, parts } = request
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const payload = body === undefined || body === '' ? defined({ multipart: parts }) : bodyOf(body, type, request, notes)
  // A boundary of another body separates nothing.
  const isMultipart = type?.toLowerCase().startsWith('multipart/form-data') === true && !('body' in payload)
  const isSaid = 'json' in payload || 'form' in payload || isMultipart
  return defined({
    [method]: addressOf(request.url, target),
    headers: filled(headersOf(headers, isSaid ? ['content-type'] : [], notes)),
    ...payload,
  })
}

function addressOf(url: URL, target: string): string {
  const own = new URL(target)
  const path = `${url.pathname}${url.search}`
  const isOwn = url.origin === own.origin && (own.pathname === '/' || path.startsWith(`${own.pathname}/`))
  return literal(isOwn ? path.slice(own.pathname === '/' ? 0 : own.pathname.length) : `${url.origin}${path}`)
}

function bodyOf(body: string, type: string | undefined, { method, url }: HeardRequest, notes: string[]): Written {
  const [kind = ''] = (type ?? '').toLowerCase().split(';')
  if (kind.trim() === 'application/json') {
    try {
      return { json: literalValue(JSON.parse(body)) }
    } catch {
      notes.push(`${method} ${url.pathname}: its body says that it is JSON, but is none`)
    }
  }
  if (kind.trim() === 'application/x-www-form-urlencoded') {
    const pairs = [...new URLSearchParams(body)]
    const form = Object.fromEntries(pairs.map(([name, value]) => [name, literal(value)]))
    if (Object.keys(form).length === pairs.length) return { form }
  }
  return { body: literal(body) }
}

function headersOf(
  headers: HeardRequest['headers'],
  except: readonly string[],
  notes: string[],
): Readonly<Record<string, string>> {
  const kept = new Map<string, string>()
  for (const [written, value] of headers) {
    const name = written.toLowerCase()
    if (ofClients.includes(name) || except.includes(name) || name.startsWith(':')) continue
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) notes.push(`The header ${written} is left out: no header can hold it`)
    else kept.set(name, kept.has(name) ? `${kept.get(name)}, ${literal(value)}` : literal(value))
  }
  return Object.fromEntries(kept)
}
