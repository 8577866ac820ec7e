import { erlangB } from './erlang-b.ts'

/**
 * Share of arrivals that have to wait for one of `servers` places, where any number may wait first-in-first-out, single
 * arrivals come as a Poisson process and holding times are exponential: Erlang's C formula, from the B formula. From as
 * much load as there are places on, all wait.
 */
export function erlangC(offeredErlang: number, servers: number): number {
  if (offeredErlang >= servers) return 1
  const blocked = erlangB(offeredErlang, servers)
  return blocked / (1 - (offeredErlang / servers) * (1 - blocked))
}

/** Mean wait of all arrivals, those that need not wait included; endless from as much load as there are places on. */
export function erlangCMeanWaitMs(offeredErlang: number, servers: number, meanHoldingMs: number): number {
  if (offeredErlang >= servers) return Number.POSITIVE_INFINITY
  return (erlangC(offeredErlang, servers) * meanHoldingMs) / (servers - offeredErlang)
}
