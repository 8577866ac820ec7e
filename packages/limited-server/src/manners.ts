import type { ServerProfile } from '@loadrun/plan'

/** How a server's responses tell who it is and that the connection stays open. Measured on the versions named. */
export interface Manners {
  /** The `Server` header; `undefined`: none. */
  readonly serverName: string | undefined
  /**
   * When a response that leaves the connection open says so by `Connection: keep-alive`: to HTTP/1.0 only, `always`, or
   * `when-asked` by a request with that header.
   */
  readonly saysKeepAlive: 'to-http-1.0' | 'always' | 'when-asked'
  /** `Keep-Alive: timeout=…` beside it: how much sooner than the server really closes; `undefined`: no such header. */
  readonly announcesTimeoutEarlierMs: number | undefined
}

export const manners: Readonly<Record<ServerProfile, Manners>> = {
  fasthttp: { serverName: 'fasthttp', saysKeepAlive: 'to-http-1.0', announcesTimeoutEarlierMs: undefined },
  'go-net-http': { serverName: undefined, saysKeepAlive: 'to-http-1.0', announcesTimeoutEarlierMs: undefined },
  'nginx-limit-conn': { serverName: 'nginx/1.22.1', saysKeepAlive: 'always', announcesTimeoutEarlierMs: undefined },
  tomcat: { serverName: undefined, saysKeepAlive: 'when-asked', announcesTimeoutEarlierMs: 0 },
  // Node's keepAliveTimeoutBuffer: a client that keeps to what it was told never meets the closing.
  'node-http': { serverName: undefined, saysKeepAlive: 'always', announcesTimeoutEarlierMs: 1000 },
}
