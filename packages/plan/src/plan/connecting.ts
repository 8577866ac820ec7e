/**
 * Which connections requests go over. `shared`: kept alive, and taken by whichever user comes next, as browsers behind a
 * gateway do. `per-vu`: kept alive, one for each user, as in k6. `new`: one for each request, ended by the client after
 * asking for keep-alive, or by the server (`Connection: close`); whoever ends it keeps TIME_WAIT.
 * `maxSockets` are connections at most, over all worker threads; further requests wait.
 */
export type ConnectionPlan =
  | { readonly kind: 'shared'; readonly maxSockets: number | undefined }
  | { readonly kind: 'per-vu' }
  | { readonly kind: 'new'; readonly closedBy: 'client' | 'server'; readonly maxSockets: number | undefined }

/** How connections are made. */
export interface ConnectingPlan {
  /** 2 is spoken from the first byte with `http://` targets, and agreed on by ALPN with `https://`. */
  readonly httpVersion: 1 | 2
  /** An `http://` proxy, with user and password if it wants them; `undefined`: none. */
  readonly proxy: string | undefined
  /** Longest time until a connection stands, its name looked up and TLS agreed on; `undefined`: the request's own limit. */
  readonly connectTimeoutMs: number | undefined
  /** Every connection goes to this socket of the file system, whatever the URL. */
  readonly unixSocket: string | undefined
  /** Addresses of this host that connections come from, in turn; the kernel chooses where there are none. */
  readonly localAddresses: readonly string[]
  /** How names become addresses. */
  readonly names: Readonly<{
    /** How long an answer is used; `undefined`: for the whole run. */
    ttlMs: number | undefined
    /** Which of several addresses a connection goes to. */
    select: 'first' | 'random' | 'roundRobin'
    policy: 'preferIPv4' | 'preferIPv6' | 'onlyIPv4' | 'onlyIPv6' | 'any'
    /** Name servers to ask, as `127.0.0.1:53`; where there are none, the host's resolver is asked. */
    servers: readonly string[]
  }>
  readonly tls: Readonly<{
    /** Files (PEM): who is trusted to certify servers, and the client's own certificate with its key. */
    ca: string | undefined
    cert: string | undefined
    key: string | undefined
    /** Takes any certificate, for whichever name. */
    insecure: boolean
    /** The name that is asked for and must be certified; `undefined`: that of the URL. */
    servername: string | undefined
    /** Whether a connection may go on with the keys of an earlier one. */
    reusesSessions: boolean
    /** `undefined`: as Node has it. */
    minVersion: TlsVersion | undefined
    maxVersion: TlsVersion | undefined
  }>
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
