/** A URL with the template that names it, made by `http.url`. */
export interface NamedUrl {
  readonly url: string
  readonly name: string
}

interface Address extends NamedUrl {
  /** Of the user and password that were in the URL. */
  readonly authorization: string | undefined
}

/** Where a request goes, and what it is called where it has no other name. */
export function addressOf(given: string | NamedUrl | URL): Address {
  if (given instanceof URL) return addressOf(given.href)
  const [url, name] = typeof given === 'string' ? [given, given] : [given.url, given.name]
  const [, scheme = '', user, password = '', rest = ''] =
    /^(https?:\/\/)([^/?#@:]*)(?::([^/?#@]*))?@(.*)$/is.exec(url) ?? []
  if (user === undefined) return { url, name: pathOf(name), authorization: undefined }
  const credentials = Buffer.from(`${decodeURIComponent(user)}:${decodeURIComponent(password)}`).toString('base64')
  return { url: scheme + rest, name: pathOf(name), authorization: `Basic ${credentials}` }
}

/** Queries differ from request to request, and would make each a row of its own. */
function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^https?:\/\/[^/]*/i, '') || '/'
}
