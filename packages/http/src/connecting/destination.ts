import { isIP } from 'node:net'

/** Where the connections to an origin go, read once for all of them. */
export interface Destination {
  readonly origin: URL
  readonly isSecure: boolean
  /** Name or address to connect to, without the brackets of IPv6: the proxy's where there is one. */
  readonly host: string
  readonly port: number
  /** It need not be looked up. */
  readonly isAddress: boolean
}

export function destinationOf(origin: URL, proxy: URL | undefined): Destination {
  const isSecure = origin.protocol === 'https:'
  const host = hostOf(proxy ?? origin)
  const port = Number((proxy ?? origin).port || (isSecure && proxy === undefined ? 443 : 80))
  return { origin, isSecure, host, port, isAddress: isIP(host) !== 0 }
}

/** Without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}
