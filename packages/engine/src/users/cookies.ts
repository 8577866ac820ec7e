import { type Answer, type CompiledRequest, headerOf, withHeader } from '@loadrun/http'
import type { CookieAttributes, KeptCookies } from '@loadrun/script'
import { Cookie, CookieJar } from 'tough-cookie'

/** The cookies that a user keeps, by the rules of browsers (RFC 6265). All targets count as one host: the first. */
export class Cookies implements KeptCookies {
  #jar = new CookieJar()
  #isEmpty = true

  clear(): void {
    if (this.#isEmpty) return
    this.#jar = new CookieJar()
    this.#isEmpty = true
  }

  set(url: string, name: string, value: string, attributes: CookieAttributes): void {
    const { domain = null, path = null, expires, max_age: maxAge = null, secure = false } = attributes
    const set = { domain, path, maxAge, secure, httpOnly: attributes.http_only ?? false }
    const dated = expires === undefined ? set : { ...set, expires: new Date(expires) }
    this.#isEmpty = false
    this.#jar.setCookieSync(new Cookie({ key: name, value, ...dated }), url)
  }

  for(url: string): readonly (readonly [name: string, value: string])[] {
    return this.#jar.getCookiesSync(url).map(({ key, value }) => [key, value])
  }

  remove(url: string, name?: string): void {
    for (const cookie of this.#jar.getCookiesSync(url)) {
      if (name !== undefined && cookie.key !== name) continue
      cookie.setMaxAge(0)
      this.#jar.setCookieSync(cookie, url)
    }
  }

  /** The request with the cookies that are for it, beside those of its own; without kept ones that it replaces. */
  addTo(request: CompiledRequest, replaced: readonly string[] = []): CompiledRequest {
    const url = this.#isEmpty ? undefined : urlOf(request)
    const kept =
      url &&
      this.#jar
        .getCookiesSync(url)
        .filter(({ key }) => !replaced.includes(key))
        .map((cookie) => cookie.cookieString())
        .join('; ')
    if (!kept) return request
    const own = headerOf(request, 'cookie')
    return withHeader(request, 'cookie', own === undefined ? kept : `${own}; ${kept}`)
  }

  /** Those that an answer sets. */
  keep(request: CompiledRequest, { headers }: Answer): void {
    const lines = headers['set-cookie']
    const url = urlOf(request)
    if (lines === undefined || url === undefined) return
    this.#isEmpty = false
    for (const line of [lines].flat()) this.#jar.setCookieSync(line, url, { ignoreError: true })
  }
}

function urlOf({ routes: [first] }: CompiledRequest): string | undefined {
  return first && first.origin + first.path
}
