import type { MiddlewarePlan } from '../plan/middleware.ts'

/** What a file makes of a middleware that says no more than that it sends requests on to the tier `server`. */
export function plainMiddleware(changes: Partial<MiddlewarePlan> = {}): MiddlewarePlan {
  return {
    kind: 'middleware',
    name: 'middleware',
    upstream: { kind: 'tier', tier: 'server' },
    fanout: 1,
    order: 'parallel',
    timeoutMs: undefined,
    connections: 'keep-alive',
    connectTimeoutMs: undefined,
    headersTimeoutMs: undefined,
    totalTimeoutMs: undefined,
    retries: undefined,
    hedge: undefined,
    circuitBreaker: undefined,
    cancel: { siblings: false, onClientDisconnect: false },
    maxSockets: undefined,
    seed: 1,
    host: '127.0.0.1',
    port: undefined,
    ...changes,
  }
}
