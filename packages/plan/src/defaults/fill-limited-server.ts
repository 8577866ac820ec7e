import { deriveSeed } from '@loadrun/random'
import type { HandlerTimeoutPlan, LimitedServerPlan, RefusalPlan } from '../plan/limited-server.ts'
import type { GivenLimitedServer } from '../schema/limited-server.ts'
import { defaults } from './defaults.ts'
import { serverProfiles } from './server-profiles.ts'

/** What the file gives, over what its profile settles. */
export function fillLimitedServer(
  name: string,
  given: GivenLimitedServer,
  seed: number,
  defaultAddressCount: number,
): LimitedServerPlan {
  const profile = serverProfiles[given.profile ?? defaults.profile]
  const limit = given.limit ?? profile.limit
  return {
    kind: 'limited-server',
    name,
    profile: profile.profile,
    limit,
    concurrency: over(given.concurrency, profile.concurrency),
    queue: over(given.queue, profile.queue),
    queueTimeoutMs: over(given.queueTimeout, profile.queueTimeoutMs),
    refusal: fillRefusal(given.refusal, profile.refusal),
    maxConnections: limit === 'requests' ? over(given.maxConnections, profile.maxConnections) : undefined,
    acceptCount: given.acceptCount ?? profile.acceptCount,
    latency: given.latency ?? defaults.latency,
    work: given.work,
    onDisconnect: given.onDisconnect ?? profile.onDisconnect,
    idleTimeoutMs: over(given.idleTimeout, profile.idleTimeoutMs),
    readTimeoutMs: over(given.readTimeout, profile.readTimeoutMs),
    writeTimeoutMs: over(given.writeTimeout, profile.writeTimeoutMs),
    handlerTimeout: fillHandlerTimeout(given.handlerTimeout),
    getOnly: given.getOnly ?? profile.getOnly,
    maxConnectionsPerIp: over(given.maxConnsPerIP, profile.maxConnectionsPerIp),
    maxRequestsPerConnection: over(given.maxRequestsPerConn, profile.maxRequestsPerConnection),
    disableKeepalive: given.disableKeepalive ?? profile.disableKeepalive,
    maxRequestBodyBytes: over(given.maxRequestBodySize, profile.maxRequestBodyBytes),
    readBufferBytes: given.readBufferSize ?? profile.readBufferBytes,
    sleepWhenLimitedMs: given.sleepWhenLimited ?? profile.sleepWhenLimitedMs,
    host: given.host ?? defaults.host,
    addresses: given.addresses ?? (given.host === undefined ? defaultAddressCount : 1),
    port: given.port,
    seed: given.seed ?? deriveSeed(seed, `tier ${name}`),
  }
}

/** `none` takes a profile's limit away. */
function over(given: number | 'none' | undefined, ofProfile: number | undefined): number | undefined {
  return given === 'none' ? undefined : (given ?? ofProfile)
}

function fillHandlerTimeout(given: GivenLimitedServer['handlerTimeout']): HandlerTimeoutPlan | undefined {
  if (given === undefined || given === 'none') return undefined
  const { after, status, text } = typeof given === 'number' ? { after: given } : given
  return {
    afterMs: after,
    status: status ?? defaults.handlerTimeoutStatus,
    text: text ?? defaults.handlerTimeoutText,
  }
}

function fillRefusal(given: GivenLimitedServer['refusal'], ofProfile: RefusalPlan): RefusalPlan {
  if (given === undefined) return ofProfile
  if (typeof given === 'string') return { kind: given }
  const headers = Object.entries(given.headers ?? {})
  const isContentType = ([name]: readonly [string, string]) => name.toLowerCase() === 'content-type'
  return {
    kind: 'response',
    status: given.status,
    reason: undefined,
    contentType: headers.find(isContentType)?.[1] ?? defaults.refusalContentType,
    headers: Object.fromEntries(headers.filter((header) => !isContentType(header))),
    text: given.text ?? '',
  }
}
