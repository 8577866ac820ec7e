type Mapping = Readonly<Record<string, unknown>>

/** Options that say how connections are made: k6's that have a counterpart here, and a scenario's own `tls`. */
export const connectingOptions = ['insecureSkipTLSVerify', 'tlsVersion', 'dns', 'localIPs', 'tls'] as const

const tlsVersions: Readonly<Record<string, string>> = {
  'tls1.0': 'TLSv1',
  'tls1.1': 'TLSv1.1',
  'tls1.2': 'TLSv1.2',
  'tls1.3': 'TLSv1.3',
}

/** As keys of a scenario. What is not as k6 has it is passed on as it is, to be told of with all other mistakes. */
export function connectingOfOptions(given: Mapping): Mapping {
  const { min, max } = tlsVersionsOf(given.tlsVersion)
  const tls = defined({
    ...(isMapping(given.tls) ? given.tls : {}),
    ...defined({
      insecure: given.insecureSkipTLSVerify === true ? true : undefined,
      minVersion: min,
      maxVersion: max,
    }),
  })
  const { localIPs } = given
  return defined({
    tls: Object.keys(tls).length === 0 ? given.tls : tls,
    dns: dnsOf(given.dns),
    localAddresses: typeof localIPs === 'string' ? localIPs.split(',').map((part) => part.trim()) : localIPs,
  })
}

function tlsVersionsOf(given: unknown): Readonly<{ min?: unknown; max?: unknown }> {
  const version = (value: unknown) => (typeof value === 'string' ? (tlsVersions[value] ?? value) : value)
  if (typeof given !== 'object' || given === null) return { min: version(given), max: version(given) }
  const { min, max } = given as Mapping
  return { min: version(min), max: version(max) }
}

function dnsOf(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given
  const { ttl, ...others } = given as Mapping
  return defined({ ...others, ttl: ttl === '0' || ttl === 0 ? '0s' : ttl })
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function defined(given: Mapping): Mapping {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
