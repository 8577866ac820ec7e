import type { ResponseCookie } from '@loadrun/script'

/** Cookies by name, of the `set-cookie` lines of an answer. */
export function responseCookies(lines: readonly string[]): Readonly<Record<string, readonly ResponseCookie[]>> {
  return Object.fromEntries(Map.groupBy(lines.map(cookieOf), ({ name }) => name))
}

function cookieOf(line: string): ResponseCookie {
  const [first = ['', ''] as const, ...rest] = line.split(';').map(pairOf)
  const attributes = new Map(rest.map(([name, value]) => [name.toLowerCase(), value]))
  const expires = Date.parse(attributes.get('expires') ?? '')
  return {
    name: first[0],
    value: first[1],
    domain: attributes.get('domain') ?? '',
    path: attributes.get('path') ?? '',
    http_only: attributes.has('httponly'),
    secure: attributes.has('secure'),
    max_age: Number(attributes.get('max-age') ?? 0) || 0,
    expires: Number.isNaN(expires) ? 0 : expires,
  }
}

function pairOf(part: string): readonly [name: string, value: string] {
  const [name = '', ...value] = part.split('=')
  return [name.trim(), value.join('=').trim()]
}
