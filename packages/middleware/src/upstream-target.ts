import { tierUrls, type Upstream } from '@loadrun/topology'

/** One address that connections are made to. */
export interface UpstreamTarget {
  /** Scheme, host and port, as in `http://127.0.0.1:8080`. */
  readonly origin: string
  /** A host name, or an IP address without brackets. */
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

/** The addresses of an upstream, to be used in turn, and the path that goes before each request's own. */
export interface UpstreamTargets {
  readonly targets: readonly UpstreamTarget[]
  /** Empty, or a path without a slash at its end. */
  readonly basePath: string
}

export function targetsOf(upstream: Upstream): UpstreamTargets {
  if ('url' in upstream) {
    const url = new URL(upstream.url)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new Error(
        `Cannot send requests to ${upstream.url}: found the scheme ${url.protocol} where http: or https: is wanted`,
      )
    }
    return { targets: [targetAt(url)], basePath: url.pathname.replace(/\/+$/, '') }
  }
  if (upstream.addresses.length === 0) throw new Error('Cannot send requests to an upstream that has no address')
  return { targets: tierUrls(upstream).map((url) => targetAt(new URL(url))), basePath: '' }
}

function targetAt(url: URL): UpstreamTarget {
  const tls = url.protocol === 'https:'
  return {
    origin: url.origin,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
    tls,
  }
}
