/** What holds where a scenario file says nothing. Those of k6's keys are k6's. */
export const defaults = {
  seed: 1,
  pacing: 'balanced',
  socketsEveryMs: 1000,
  observeTimeoutMs: 5000,
  setupTimeoutMs: 60_000,
  teardownTimeoutMs: 60_000,
  startMs: 0,
  gracefulStopMs: 30_000,
  gracefulRampDownMs: 30_000,
  requestTimeoutMs: 60_000,
  maxAnswerBytes: 8 * 1024 * 1024,
  client: 'auto',
  userConnections: 'shared',
  closedBy: 'server',
  cookies: 'none',
  traceparent: false,
  redirects: 10,
  arrivals: 'uniform',
  delimiter: ',',
  dataOrder: 'sequential',
  timeField: 'time',
  onBadLine: 'refuse',
  speed: 1,
  vus: 1,
  startVUs: 1,
  iterations: 1,
  maxDurationMs: 600_000,
  startRatePerSecond: 0,
  profile: 'fasthttp',
  refusalContentType: 'text/plain',
  handlerTimeoutStatus: 408,
  handlerTimeoutText: 'handler timeout',
  fanout: 1,
  order: 'parallel',
  connections: 'keep-alive',
  backoffMs: 100,
  backoffMaxMs: 5000,
  backoffJitter: true,
  retryOn: ['timeout', 'connect', 'reset', 'status'],
  circuitConsecutive: 5,
  circuitOverMs: 10_000,
  circuitMinRatePerSecond: 5,
  circuitOpenForMs: 10_000,
  cancel: false,
  host: '127.0.0.1',
  stream: 'downstream',
  toxicity: 1,
  toxicFromMs: 0,
  jitterMs: 0,
  sizeVariationBytes: 0,
  sliceDelayMs: 0,
  resetAfterMs: 0,
  latency: { phases: [{ fromMs: 0, distribution: { kind: 'fixed', ms: 0 } }] },
} as const

/** Loopback addresses of a tier that takes raw connections: only Linux answers on all of 127.0.0.0/8 without being set up for it. */
export function defaultAddresses(platform: string): number {
  return platform === 'linux' ? 16 : 1
}

/** Leaves a core to the tiers where there are some. */
export function defaultWorkers(cores: number, hasTiers: boolean): number {
  return Math.max(1, hasTiers ? cores - 1 : cores)
}

/**
 * Users an open load may have at once: enough for every arrival at the highest rate to wait out its patience at each
 * step of its iteration, with half as many again for the chances of a Poisson load, but no fewer than 100 and no more than 20,000.
 */
export function defaultMaxVUs(ratePerSecond: number, iterationMs: number): number {
  return Math.min(20_000, Math.max(100, Math.ceil(1.5 * ratePerSecond * (iterationMs / 1000))))
}
