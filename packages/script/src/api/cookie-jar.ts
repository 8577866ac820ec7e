import { speaker } from '../user.ts'

/** Of a cookie that a script sets. Names are k6's. */
export interface CookieAttributes {
  /** The host that it is for, and those below it; left out: the URL's alone. */
  readonly domain?: string
  readonly path?: string
  /** A date as `Date` reads it. */
  readonly expires?: string
  /** In seconds. */
  readonly max_age?: number
  readonly secure?: boolean
  readonly http_only?: boolean
}

/** Cookies by the rules of browsers (RFC 6265), as whoever carries out requests keeps them. */
export interface KeptCookies {
  /** Throws where the rules do not let the URL set it. */
  set(url: string, name: string, value: string, attributes: CookieAttributes): void
  /** Name and value of those that go to the URL. */
  for(url: string): readonly (readonly [name: string, value: string])[]
  /** Takes away those that go to the URL; with `name`, that one. */
  remove(url: string, name?: string): void
}

const kept = new WeakMap<CookieJar, KeptCookies>()

/** The cookies of a jar of a script's. */
export function cookiesIn(jar: CookieJar | null | undefined): KeptCookies | undefined {
  return jar ? kept.get(jar) : undefined
}

/** The jar of the user who speaks, as `http.cookieJar()` gives it. */
export function jarOf(cookies: KeptCookies): CookieJar {
  return new CookieJar(cookies)
}

/** A cookie jar of a script's own, for `params.jar`: `new http.CookieJar()`. Users make them, not the top of a file. */
export class CookieJar {
  /** Left out, as scripts do: an empty one. */
  constructor(cookies?: KeptCookies) {
    kept.set(this, cookies ?? speaker('new http.CookieJar()').user.newJar())
  }

  /** Throws where the URL may not set it. */
  set(url: string, name: string, value: string, attributes: CookieAttributes | null = {}): void {
    cookiesIn(this)?.set(url, name, String(value), attributes ?? {})
  }

  /** Values by name of the cookies that go to the URL. */
  cookiesForURL(url: string): Record<string, string[]> {
    const byName = Map.groupBy(cookiesIn(this)?.for(url) ?? [], ([name]) => name)
    return Object.fromEntries([...byName].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]))
  }

  /** Takes away all cookies that go to the URL. */
  clear(url: string): void {
    cookiesIn(this)?.remove(url)
  }

  /** Takes away the cookie of that name which goes to the URL. */
  delete(url: string, name: string): void {
    cookiesIn(this)?.remove(url, name)
  }
}
