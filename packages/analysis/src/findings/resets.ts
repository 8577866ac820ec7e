import type { Leg, Measured, SocketSample } from '@loadrun/metrics'
import { loadGenerator } from '@loadrun/plan'
import { connectionsMade } from '../figures/connections.ts'
import { middlewaresOf } from '../figures/tiers.ts'
import { countOf, countText, shareText } from '../figures/wording.ts'
import { howClosed } from '../sockets/how-closed.ts'
import type { FindingRule } from './finding.ts'

/** Fewer than this, or a smaller part of the connections, are not worth a sentence. */
const worthTelling = 100
const worthTellingShare = 0.1

/** On which leg connections ended in a RST instead of a FIN, and who sent it as far as its other end and the kernel tell. */
export const resets: FindingRule = (measured) => {
  const { sockets } = measured
  if (!sockets.observed || sockets.brokeOff !== undefined) return []
  return sockets.legs.flatMap((leg) => {
    const made = connectionsMade(measured, leg)
    const closed = made === undefined ? undefined : howClosed(sockets.samples, leg.name, made)
    if (closed === undefined) return []
    const { ended, byReset } = closed
    if (byReset < worthTelling || byReset < worthTellingShare * ended) return []
    const seen = seenByConnectingEnd(measured, leg)
    const kernel = kernelReasons(sockets.samples)
    return [
      {
        id: 'resets',
        sentence: [
          `${leg.name}: about ${countText(byReset)} of ${countOf(ended, 'connection')} that ended (${shareText(byReset / ended)}) ` +
            'left no TIME_WAIT at either end: a reset (RST) ended them, not a close in order (FIN).',
          ...(seen > 0
            ? [`${leg.from} saw ${countText(Math.min(seen, byReset))} of them as failed requests, reset by ${leg.to}.`]
            : []),
          ...kernel.map(({ sentence }) => sentence),
        ].join(' '),
        figures: {
          ended,
          byReset,
          seenByConnectingEnd: seen,
          ...Object.fromEntries(kernel.map(({ counter, count }) => [counter, count])),
        },
      },
    ]
  })
}

function seenByConnectingEnd(measured: Measured, { from }: Leg): number {
  const failures =
    from === loadGenerator
      ? measured.total.failures
      : (middlewaresOf(measured).find(({ plan }) => plan.name === from)?.observation.upstreamFailures ?? [])
  return failures.filter(({ cause }) => cause === 'reset').reduce((sum, { count }) => sum + count, 0)
}

/** Of the machine, or where hosts are of their own, of the one where it happened most. */
function kernelReasons(
  samples: readonly SocketSample[],
): readonly { readonly counter: string; readonly count: number; readonly sentence: string }[] {
  const last = samples.at(-1)
  const reasons = [
    ['TcpExt.TCPAbortOnClose', 'because a program closed them with data unread'],
    ['TcpExt.TCPAbortOnData', 'because data came for them after they were closed'],
  ] as const
  return reasons.flatMap(([counter, why]) => {
    const hosts = Object.entries(last?.hosts ?? {}).map(([name, counters]) => [name, counters[counter] ?? 0] as const)
    const [most] = hosts.toSorted((a, b) => b[1] - a[1])
    const [where, count] = most ?? ['this machine', last?.counters[counter] ?? 0]
    if (count < worthTelling) return []
    return [
      {
        counter,
        count,
        sentence: `The kernel of ${where} reset ${countOf(count, 'connection')} ${why} (${counter.slice(7)}).`,
      },
    ]
  })
}
