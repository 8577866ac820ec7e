import type { Upstream } from '@loadrun/topology'

export interface UpstreamAddress {
  readonly host: string
  readonly port: number
}

/** The addresses that connections are passed on to, to be used in turn. */
export function upstreamAddresses(upstream: Upstream): readonly [UpstreamAddress, ...UpstreamAddress[]] {
  if ('url' in upstream) {
    const url = new URL(upstream.url)
    if (url.protocol !== 'http:') {
      throw new Error(`Cannot pass connections on to ${upstream.url}: found ${url.protocol} where http: is wanted`)
    }
    return [{ host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? 80 : Number(url.port) }]
  }
  const [first, ...others] = upstream.addresses.map((host) => ({ host, port: upstream.port }))
  if (first === undefined) throw new Error('Cannot pass connections on to an upstream that has no address')
  return [first, ...others]
}
