import type { AllowedTargets } from './allowed-targets.ts'

/** How connections are made. */
export interface ConnectRules {
  /** 2 is spoken from the first byte with `http://` targets, and agreed on by ALPN with `https://`. */
  readonly httpVersion: 1 | 2
  /**
   * An `http://` proxy, with user and password if it wants them: passes requests to `http://` targets on, and
   * connections to `https://` targets, and all of HTTP/2, through. It looks the target's name up.
   */
  readonly proxy: string | undefined
  /** Longest time until a connection stands, its name looked up and TLS agreed on; `undefined`: the request's own limit. */
  readonly connectTimeoutMs: number | undefined
  /** Every connection goes to this socket of the file system, whatever the URL. */
  readonly unixSocket: string | undefined
  /** Addresses of this host that connections come from, in turn; the kernel chooses where there are none. */
  readonly localAddresses: readonly string[]
  readonly names: NameRules
  readonly tls: TlsRules
  /** Whether connections may be made to a URL; left out: to all. */
  readonly mayReach?: AllowedTargets
}

/** How names become addresses. Names and values are those of k6's `dns`, but for `servers`. */
export interface NameRules {
  /** How long an answer is used; `undefined`: as long as the network is. */
  readonly ttlMs: number | undefined
  /** Which of several addresses a connection goes to. */
  readonly select: 'first' | 'random' | 'roundRobin'
  readonly policy: 'preferIPv4' | 'preferIPv6' | 'onlyIPv4' | 'onlyIPv6' | 'any'
  /** Name servers to ask, as `127.0.0.1:53`; where there are none, the host's resolver is asked, as by other programs. */
  readonly servers: readonly string[]
}

/** Certificates and keys are PEM. */
interface TlsRules {
  /** Who is trusted to certify servers, instead of those whom Node trusts. */
  readonly ca: string | undefined
  /** The client's own certificate, for servers that ask for one. */
  readonly cert: string | undefined
  readonly key: string | undefined
  /** Takes any certificate, for whichever name. */
  readonly insecure: boolean
  /** The name that is asked for and must be certified; `undefined`: that of the URL. */
  readonly servername: string | undefined
  /** Whether a connection may go on with the keys of an earlier one, which spares both ends most of the work. */
  readonly reusesSessions: boolean
  readonly minVersion: TlsVersion | undefined
  readonly maxVersion: TlsVersion | undefined
}

type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'
