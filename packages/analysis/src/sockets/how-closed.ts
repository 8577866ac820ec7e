import type { SocketSample, StateCounts } from '@loadrun/metrics'
import { timeWaitsBegun } from './time-wait-flow.ts'

/** How the connections of a leg ended. */
export interface HowClosed {
  readonly ended: number
  /**
   * Those that left no TIME_WAIT at either end: a RST ended them. At least so many: what is counted for ports in
   * TIME_WAIT that new connections took over is the whole machine's.
   */
  readonly byReset: number
}

/**
 * A connection that is closed in order, by a FIN of either end, leaves TIME_WAIT at the end that closed first (RFC 9293,
 * section 3.6); one that is reset leaves nothing. So of all that were `made`, what is neither open nor in TIME_WAIT, now
 * or before, was reset. `samples` are all there are, from before the first connection on. `undefined` without any.
 */
export function howClosed(samples: readonly SocketSample[], leg: string, made: number): HowClosed | undefined {
  const last = samples.at(-1)
  const lastLeg = last?.legs[leg]
  if (last === undefined || lastLeg === undefined) return undefined
  const ended = Math.max(0, made - Math.max(openIn(lastLeg.from), openIn(lastLeg.to)))
  const begun = (end: 'from' | 'to') =>
    timeWaitsBegun(samples.map(({ atMs, legs }) => ({ atMs, timeWait: legs[leg]?.[end].TIME_WAIT ?? 0 }))).at(-1)
      ?.count ?? 0
  const first = samples[0]
  const recycled = ['TcpExt.TWRecycled', 'TcpExt.TCPTimeWaitOverflow'].reduce(
    (sum, name) => sum + (last.counters[name] ?? 0) - (first?.counters[name] ?? 0),
    0,
  )
  return { ended, byReset: Math.max(0, Math.round(ended - begun('from') - begun('to') - recycled)) }
}

function openIn(states: StateCounts): number {
  return Object.entries(states).reduce((sum, [state, count]) => sum + (state === 'TIME_WAIT' ? 0 : count), 0)
}
