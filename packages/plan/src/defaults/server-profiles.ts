import type { LimitedServerPlan, ServerProfile } from '../plan/limited-server.ts'

/** What a profile settles for the keys that a file does not give. */
export type ProfileDefaults = Omit<
  LimitedServerPlan,
  'kind' | 'name' | 'latency' | 'work' | 'host' | 'addresses' | 'port' | 'seed'
>

/** `net.core.somaxconn` of Linux, 4096 by default: what its accept queues hold. */
const acceptQueue = 4096

const kiB = 1024

/** fasthttp 1.31, server.go: everything that it has a default for is at it. */
const fasthttp: ProfileDefaults = {
  profile: 'fasthttp',
  limit: 'connections',
  concurrency: 256 * kiB,
  queue: 0,
  queueTimeoutMs: undefined,
  refusal: {
    kind: 'response',
    status: 503,
    reason: undefined,
    contentType: 'text/plain',
    headers: {},
    text: 'The connection cannot be served because Server.Concurrency limit exceeded',
  },
  maxConnections: undefined,
  acceptCount: acceptQueue,
  onDisconnect: 'continue',
  idleTimeoutMs: undefined,
  readTimeoutMs: undefined,
  writeTimeoutMs: undefined,
  handlerTimeout: undefined,
  getOnly: false,
  maxConnectionsPerIp: undefined,
  maxRequestsPerConnection: undefined,
  disableKeepalive: false,
  maxRequestBodyBytes: 4 * kiB * kiB,
  readBufferBytes: 4 * kiB,
  sleepWhenLimitedMs: 0,
}

/**
 * Go's net/http: no limit. A `concurrency` stands for x/net/netutil.LimitListener, which accepts no more while so many
 * connections are open: the next wait in the kernel's accept queue. Heads of 1 MiB: DefaultMaxHeaderBytes.
 */
const goNetHttp: ProfileDefaults = {
  ...fasthttp,
  profile: 'go-net-http',
  concurrency: undefined,
  queue: acceptQueue,
  refusal: { kind: 'reset' },
  maxRequestBodyBytes: undefined,
  readBufferBytes: kiB * kiB,
}

const nginxPage = [
  '<html>',
  '<head><title>503 Service Temporarily Unavailable</title></head>',
  '<body>',
  '<center><h1>503 Service Temporarily Unavailable</h1></center>',
  '<hr><center>nginx/1.22.1</center>',
  '</body>',
  '</html>',
  '',
].join('\r\n')

/**
 * nginx 1.22 with `limit_conn` for the whole server: it counts connections whose request is being processed, and
 * answers the others, which stay open. With keepalive_timeout 75s, keepalive_requests 1000, client_header_timeout 60s,
 * client_max_body_size 1m, large_client_header_buffers 4 8k, and proxy_ignore_client_abort off.
 */
const nginxLimitConn: ProfileDefaults = {
  ...fasthttp,
  profile: 'nginx-limit-conn',
  limit: 'requests',
  concurrency: undefined,
  refusal: {
    kind: 'response',
    status: 503,
    reason: 'Service Temporarily Unavailable',
    contentType: 'text/html',
    headers: {},
    text: nginxPage,
  },
  onDisconnect: 'abort',
  idleTimeoutMs: 75_000,
  readTimeoutMs: 60_000,
  maxRequestsPerConnection: 1000,
  maxRequestBodyBytes: kiB * kiB,
  readBufferBytes: 32 * kiB,
}

/**
 * Tomcat 10.1's HTTP connector: maxThreads 200 with an executor's queue of any length, maxConnections 8192,
 * acceptCount 100, connectionTimeout and keepAliveTimeout 60 s, maxKeepAliveRequests 100, maxHttpHeaderSize 8192. An
 * executor that is full closes the connection.
 */
const tomcat: ProfileDefaults = {
  ...fasthttp,
  profile: 'tomcat',
  limit: 'requests',
  concurrency: 200,
  queue: undefined,
  refusal: { kind: 'close' },
  maxConnections: 8192,
  acceptCount: 100,
  idleTimeoutMs: 60_000,
  readTimeoutMs: 60_000,
  maxRequestsPerConnection: 100,
  maxRequestBodyBytes: undefined,
  readBufferBytes: 8 * kiB,
}

/**
 * Node 26's node:http: no limit. A `concurrency` stands for server.maxConnections: further connections are closed
 * without a word. keepAliveTimeout 5 s and keepAliveTimeoutBuffer 1 s, headersTimeout 60 s, --max-http-header-size 16 KiB.
 */
const nodeHttp: ProfileDefaults = {
  ...fasthttp,
  profile: 'node-http',
  concurrency: undefined,
  refusal: { kind: 'close' },
  idleTimeoutMs: 6000,
  readTimeoutMs: 60_000,
  maxRequestBodyBytes: undefined,
  readBufferBytes: 16 * kiB,
}

export const serverProfiles: Readonly<Record<ServerProfile, ProfileDefaults>> = {
  fasthttp,
  'go-net-http': goNetHttp,
  'nginx-limit-conn': nginxLimitConn,
  tomcat,
  'node-http': nodeHttp,
}
