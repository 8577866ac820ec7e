import type { Finding, Leg, Measured } from '@loadrun/metrics'
import { lastSockets, peakPortsToOneDestination, peakSockets } from '../figures/sockets.ts'
import { countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** Linux keeps a socket in TIME_WAIT this long: TCP_TIMEWAIT_LEN, include/net/tcp.h. */
const timeWaitMs = 60_000

/** Fewer than this are not worth a sentence. */
const worthTelling = 100

/**
 * From half the port range on, one connect() costs milliseconds of processor time, because the kernel first walks all
 * ports of one parity (`__inet_hash_connect`, net/ipv4/inet_hashtables.c).
 */
const costlyPortShare = 0.5

/** Where TIME_WAIT lies, which names who closed first, and whether it does harm: whether ports run short. */
export const timeWait: FindingRule = (measured) => {
  const { sockets } = measured
  if (!sockets.observed) return []
  const ports = sockets.portRange.high - sockets.portRange.low + 1
  return sockets.legs.flatMap((leg) => legFinding(measured, leg, ports))
}

function legFinding(measured: Measured, leg: Leg, portsInRange: number): readonly Finding[] {
  const from = peakSockets(measured, leg.name, 'from', 'TIME_WAIT') ?? 0
  const to = peakSockets(measured, leg.name, 'to', 'TIME_WAIT') ?? 0
  if (from + to < worthTelling) return []
  const closer = from >= to ? leg.from : leg.to
  const most = Math.max(from, to)
  const seconds = Math.min(measured.elapsedMs, timeWaitMs) / 1000
  const portsUsed = peakPortsToOneDestination(measured, leg.name) ?? 0
  const portShare = portsUsed / portsInRange
  return [
    {
      id: 'time-wait',
      sentence:
        `${leg.name}: up to ${countText(from)} sockets in TIME_WAIT on ${leg.from}'s side and ${countText(to)} on ${leg.to}'s, ` +
        `so ${closer} closed most connections first. That is what about ${countText(most / seconds)} closes a second leave ` +
        `in the ${durationText(timeWaitMs)} that each lasts. ${harm(portsUsed, portsInRange, portShare)}`,
      figures: {
        timeWaitFrom: from,
        timeWaitTo: to,
        timeWaitFromAtEnd: lastSockets(measured, leg.name, 'from', 'TIME_WAIT') ?? 0,
        portsToBusiestDestination: portsUsed,
        portsInRange,
      },
    },
  ]
}

function harm(portsUsed: number, portsInRange: number, share: number): string {
  const used = `${countText(portsUsed)} of ${countText(portsInRange)} local ports (${shareText(share)}) were in use towards one address`
  if (share >= 0.98) return `${used}: new connections have no port left (EADDRNOTAVAIL).`
  if (share >= costlyPortShare) return `${used}: past half of them, each new connection costs the kernel milliseconds.`
  return `It is a symptom: ${used}, so it keeps nobody from connecting.`
}
