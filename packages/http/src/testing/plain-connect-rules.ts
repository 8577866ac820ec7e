import type { ConnectRules } from '../connecting/connect-rules.ts'

/** As a user's program would connect that was told nothing. */
export const plainConnectRules: ConnectRules = {
  httpVersion: 1,
  proxy: undefined,
  connectTimeoutMs: undefined,
  unixSocket: undefined,
  localAddresses: [],
  names: { ttlMs: 300_000, select: 'roundRobin', policy: 'preferIPv4', servers: [] },
  tls: {
    ca: undefined,
    cert: undefined,
    key: undefined,
    insecure: false,
    servername: undefined,
    reusesSessions: true,
    minVersion: undefined,
    maxVersion: undefined,
  },
}
