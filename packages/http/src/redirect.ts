import { asWritten, type CompiledRequest, withRoutes } from './request.ts'

/** Statuses that lead elsewhere, with a header `location` (RFC 9110, 15.4). */
export const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Not sent to another origin, which they were not meant for. */
const ownOfOrigin = ['authorization', 'cookie', 'host']

/** Say what a body is. */
const ofContent = ['content-type', 'content-encoding', 'content-language', 'content-location']

/**
 * The request that an answer leads to, with the rules that browsers follow (RFC 9110, 15.4; Fetch, 4.4): 303 asks with
 * GET for anything but HEAD, 301 and 302 do so for POST, and what is asked with GET has no body any more. A place on the
 * target is asked of every target in turn. `undefined` where `location` is no place to go to.
 */
export function redirected(request: CompiledRequest, status: number, location: string): CompiledRequest | undefined {
  const [from] = request.routes
  const base = from && URL.parse(from.path, from.origin)
  const to = base && URL.parse(location, base)
  if (!to || !/^https?:$/.test(to.protocol)) return undefined
  const path = to.pathname + to.search
  const isSameOrigin = to.origin === base.origin
  const method = methodAfter(status, request.method)
  const losesBody = method !== request.method
  const { headers, ...written } = asWritten(request)
  const dropped = new Set([...(isSameOrigin ? [] : ownOfOrigin), ...(losesBody ? ofContent : [])])
  return withRoutes(
    {
      ...written,
      method,
      headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase()))),
      body: losesBody ? undefined : written.body,
    },
    isSameOrigin ? request.routes.map(({ origin }) => ({ origin, path })) : [{ origin: to.origin, path }],
  )
}

function methodAfter(status: number, method: string): string {
  if (status === 303) return method === 'HEAD' ? 'HEAD' : 'GET'
  return (status === 301 || status === 302) && method === 'POST' ? 'GET' : method
}
