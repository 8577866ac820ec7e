import type { ConnectingPlan } from '../plan/connecting.ts'
import type { GivenScenario } from '../schema/load.ts'
import { dataPath } from './fill-data.ts'

/** Where a scenario says nothing. */
export const plainConnecting: ConnectingPlan = {
  httpVersion: 1,
  proxy: undefined,
  connectTimeoutMs: undefined,
  unixSocket: undefined,
  localAddresses: [],
  // k6's, but for the turn that addresses are taken in.
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

type GivenConnecting = Pick<
  GivenScenario,
  'http' | 'proxy' | 'connectTimeout' | 'unixSocket' | 'localAddresses' | 'dns' | 'tls'
>

/** Paths count from the scenario file. */
export function fillConnecting(given: GivenConnecting, scenarioFile: string): ConnectingPlan {
  const { dns = {}, tls = {} } = given
  const plain = plainConnecting
  const path = (file: string | undefined) => file && dataPath(file, scenarioFile)
  return {
    httpVersion: given.http ?? plain.httpVersion,
    proxy: given.proxy,
    connectTimeoutMs: given.connectTimeout,
    unixSocket: path(given.unixSocket),
    localAddresses: given.localAddresses?.flat() ?? plain.localAddresses,
    names: {
      ttlMs: dns.ttl === 'inf' ? undefined : (dns.ttl ?? plain.names.ttlMs),
      select: dns.select ?? plain.names.select,
      policy: dns.policy ?? plain.names.policy,
      servers: dns.servers ?? plain.names.servers,
    },
    tls: {
      ca: path(tls.ca),
      cert: path(tls.cert),
      key: path(tls.key),
      insecure: tls.insecure ?? plain.tls.insecure,
      servername: tls.servername,
      reusesSessions: tls.sessions ?? plain.tls.reusesSessions,
      minVersion: tls.minVersion,
      maxVersion: tls.maxVersion,
    },
  }
}
