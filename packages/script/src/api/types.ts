import type { KeptCookies } from './cookie-jar.ts'
import type { FormGiven, LinkGiven } from './go-on-from-page.ts'
import type { Selection } from './selection.ts'
import type { Marks } from './tags.ts'

/** A request as it is handed to whoever sends it. */
export interface RequestGiven extends Marks {
  readonly method: string
  /** A path of the target, or a whole URL. */
  readonly url: string
  /** Names the request in reports, with the groups that it is in. */
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | Promise<Uint8Array> | undefined
  /** Instead of the cookies that the user keeps. */
  readonly jar: KeptCookies | undefined
  /** Names of cookies that the request has itself, so that kept ones of these names stay behind. */
  readonly replacedCookies: readonly string[]
  /** What the body is to be compressed with, one after the other, as `content-encoding` calls it. */
  readonly compression: readonly string[]
  /** `undefined`: as the scenario has it. */
  readonly timeoutMs: number | undefined
  /** Whether the answer's headers and body are wanted; `undefined`: as the script has it. */
  readonly keepsAnswer: boolean | undefined
  readonly isExpected: (status: number) => boolean
  /** Whether to throw where no answer comes; `undefined`: as the script has it. */
  readonly throws: boolean | undefined
  /** How many are followed at most; `undefined`: as the scenario has it. */
  readonly redirects: number | undefined
  /** Counts the status as a check of this name. */
  readonly statusCheck: string | undefined
}

/** What came of a request. A request that got no answer has status 0, and says why in `error`. */
export interface Response {
  /** HTTP status; 0: no answer came. */
  readonly status: number
  /** In small letters, as they came; looked up in any. */
  readonly headers: Readonly<Record<string, string>>
  /** Those that this answer sets, by name: `cookies.sid?.[0]?.value`. */
  readonly cookies: Readonly<Record<string, readonly ResponseCookie[]>>
  /** As text, no longer compressed. */
  readonly body: string
  /** No longer compressed. */
  readonly bytes: Uint8Array
  /** The body as JSON, or the part of it that a path such as `items.0.id` leads to. Throws where it is none. */
  json(path?: string): unknown
  /** Where the answer came from, after redirects: a path of the target, or whole. */
  readonly url: string
  /** The body as HTML; with a CSS selector, what it finds there. */
  html(selector?: string): Selection
  /** Follows a link of this page. Throws where there is none. */
  clickLink(link?: LinkGiven): Promise<Response>
  /** Sends a form of this page, as a browser would. Throws where there is none. */
  submitForm(form?: FormGiven): Promise<Response>
  /** Why the request failed; empty: it did not. */
  readonly error: string
  /** In a word: `timeout`, `connection-refused`, `reset`, …; `undefined`: it did not fail. */
  readonly cause: string | undefined
  readonly timings: Timings
  /** How it was sent, before any redirect. */
  readonly request: Readonly<{ method: string; url: string; name: string; tags: Marks['tags'] }>
}

/** A cookie as an answer sets it. What it does not say is empty, `false` or 0. */
export interface ResponseCookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  readonly path: string
  readonly http_only: boolean
  readonly secure: boolean
  /** In seconds. */
  readonly max_age: number
  /** In milliseconds since 1970. */
  readonly expires: number
}

/** In milliseconds. */
export interface Timings {
  /** k6's: from the first byte sent to the last received. */
  readonly duration: number
  /** Waiting for a connection, made or free. */
  readonly blocked: number
  /** Making the connection, where one was made for this request, without TLS. */
  readonly connecting: number
  readonly tls_handshaking: number
  /** Until the kernel had taken all of the request. */
  readonly sending: number
  /** From sending to the first byte of the answer. */
  readonly waiting: number
  /** From the first byte of the answer to the last. */
  readonly receiving: number
  /** From when the request was due to the last byte: what a visitor waits. */
  readonly responseTime: number
}
