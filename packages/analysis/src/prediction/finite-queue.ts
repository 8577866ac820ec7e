import { erlangB } from './erlang-b.ts'

/**
 * Share of arrivals that are refused where `servers` places are taken and `queue` more wait already (M/M/c/c+q):
 * Poisson arrivals, exponential holding times. Without a queue it is Erlang's B formula, and its recursion goes on
 * through the queue's places, which add no service.
 */
export function finiteQueueRefused(offeredErlang: number, servers: number, queue: number): number {
  let refused = erlangB(offeredErlang, servers)
  for (let place = 0; place < queue; place += 1) {
    refused = (offeredErlang * refused) / (servers + offeredErlang * refused)
  }
  return refused
}
