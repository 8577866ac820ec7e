import type { SocketSample, StateCounts } from '@loadrun/metrics'
import { timeWaitsBegun } from './time-wait-flow.ts'

/** From this share of the closes on, they are one end's. */
const nearlyAll = 0.9

/** What the states of one end's sockets tell of who closed first. */
interface ClosingEvidence {
  /** Sockets that entered TIME_WAIT over the whole time: this end closed first, and the other answered. */
  readonly timeWaits: number
  /** Most at one time in FIN_WAIT1 or FIN_WAIT2: this end has closed first, and the other has not yet. */
  readonly waitingForPeer: number
  /** Most at one time in CLOSE_WAIT or LAST_ACK: the other end has closed first. */
  readonly closedByPeer: number
}

export interface FirstCloser {
  readonly from: ClosingEvidence
  readonly to: ClosingEvidence
  /**
   * The end that sent the first FIN of nearly all connections; `both` when each did so for a good part; `neither` when
   * no trace of a close was seen: connections stay open, or they end in a reset, which leaves nothing.
   */
  readonly end: 'from' | 'to' | 'both' | 'neither'
  /** The part of the seen closes in which the connecting end was first; `undefined` when none was seen. */
  readonly fromShare: number | undefined
}

/**
 * Which end of a leg closes its connections first. Who sends the first FIN keeps the socket in TIME_WAIT (RFC 9293,
 * section 3.6); until the other end closes too, the first is in FIN_WAIT2 and the other in CLOSE_WAIT.
 *
 * Resets leave no state, so rejections by reset are not counted; nor are sockets that came and went between two samples.
 */
export function whoClosedFirst(samples: readonly SocketSample[], leg: string): FirstCloser {
  const from = evidenceOf(samples, (sample) => sample.legs[leg]?.from)
  const to = evidenceOf(samples, (sample) => sample.legs[leg]?.to)
  // A half-closed connection shows at both ends, of which only one may be observed.
  const byFrom = from.timeWaits + Math.max(from.waitingForPeer, to.closedByPeer)
  const byTo = to.timeWaits + Math.max(to.waitingForPeer, from.closedByPeer)
  if (byFrom + byTo === 0) return { from, to, end: 'neither', fromShare: undefined }
  const fromShare = byFrom / (byFrom + byTo)
  const end = fromShare >= nearlyAll ? 'from' : fromShare <= 1 - nearlyAll ? 'to' : 'both'
  return { from, to, end, fromShare }
}

function evidenceOf(
  samples: readonly SocketSample[],
  endOf: (sample: SocketSample) => StateCounts | undefined,
): ClosingEvidence {
  const ends = samples.map((sample) => ({ atMs: sample.atMs, states: endOf(sample) ?? {} }))
  const begun = timeWaitsBegun(ends.map(({ atMs, states }) => ({ atMs, timeWait: states.TIME_WAIT ?? 0 })))
  return {
    timeWaits: Math.round(begun.at(-1)?.count ?? 0),
    waitingForPeer: most(ends.map(({ states }) => (states.FIN_WAIT1 ?? 0) + (states.FIN_WAIT2 ?? 0))),
    closedByPeer: most(ends.map(({ states }) => (states.CLOSE_WAIT ?? 0) + (states.LAST_ACK ?? 0))),
  }
}

function most(counts: readonly number[]): number {
  return counts.reduce((highest, count) => Math.max(highest, count), 0)
}
