import { type Finding, type Leg, localPortsOf, type Measured, type SocketObservation } from '@loadrun/metrics'
import { lastSockets, peakSockets, samplesUnderLoad } from '../figures/sockets.ts'
import { countText, durationText, shareText } from '../figures/wording.ts'
import { type PortBudget, portBudget, slowConnectShare } from '../sockets/port-budget.ts'
import { timeWaitMs } from '../sockets/time-wait-flow.ts'
import { type FirstCloser, whoClosedFirst } from '../sockets/who-closed-first.ts'
import type { FindingRule } from './finding.ts'

/** Fewer than this are not worth a sentence. */
const worthTelling = 100

/** Where TIME_WAIT lies, which names who closed first, and whether it does harm: whether ports run short. */
export const timeWait: FindingRule = (measured) => {
  const { sockets } = measured
  if (!sockets.observed) return []
  return sockets.legs.flatMap((leg) => legFinding(measured, leg, sockets))
}

function legFinding(
  measured: Measured,
  leg: Leg,
  observation: Extract<SocketObservation, { observed: true }>,
): readonly Finding[] {
  const from = peakSockets(measured, leg.name, 'from', 'TIME_WAIT') ?? 0
  const to = peakSockets(measured, leg.name, 'to', 'TIME_WAIT') ?? 0
  if (from + to < worthTelling) return []
  const samples = samplesUnderLoad(measured)
  const closer = whoClosedFirst(samples, leg.name)
  const budget = portBudget({ samples, leg: leg.name, ...localPortsOf(observation, leg.from) })
  return [
    {
      id: 'time-wait',
      sentence: [
        `${leg.name}: up to ${countText(from)} sockets in TIME_WAIT on ${leg.from}’s side and ${countText(to)} on ` +
          `${leg.to}’s: ${closerText(closer, leg)}.`,
        ...(budget === undefined || from < worthTelling ? [harmlessText(leg)] : [rateText(budget), harmText(budget)]),
      ].join(' '),
      figures: {
        timeWaitFrom: from,
        timeWaitTo: to,
        timeWaitFromAtEnd: lastSockets(measured, leg.name, 'from', 'TIME_WAIT') ?? 0,
        ...(closer.fromShare === undefined ? {} : { closedFirstByFromShare: closer.fromShare }),
        ...(budget === undefined
          ? {}
          : {
              portsUsedTowardsOneAddress: budget.portsUsed,
              portsInRange: budget.portsInRange,
              closesPerSecondTowardsOneAddress: budget.closesPerSecond,
            }),
      },
    },
  ]
}

function closerText({ end, fromShare }: FirstCloser, leg: Leg): string {
  switch (end) {
    case 'from':
      return `${leg.from} closed first`
    case 'to':
      return `${leg.to} closed first`
    case 'both':
      return `${leg.from} closed first in ${shareText(fromShare ?? 0)} of the closes seen, ${leg.to} in the others`
    case 'neither':
      return 'no close was seen'
  }
}

/** Who accepted a connection has the listening port on its side, however many there are. */
function harmlessText(leg: Leg): string {
  return `On ${leg.to}’s side they use up no local ports, so they keep nobody from connecting.`
}

function rateText({ closesPerSecond, destination }: PortBudget): string {
  const plateau = Math.round((closesPerSecond * timeWaitMs) / 1000)
  return (
    `Towards ${destination}, the busiest address, ${countText(closesPerSecond)} closes a second × the ` +
    `${durationText(timeWaitMs)} that TIME_WAIT lasts settle at ${countText(plateau)}.`
  )
}

function harmText(budget: PortBudget): string {
  const { portsUsed, portsInRange, usedShare, timeWaitReused, slowInMs, usedUpInMs, slowConnectMs } = budget
  const used = `${countText(portsUsed)} of ${countText(portsInRange)} local ports (${shareText(usedShare)}) are in use towards it`
  if (usedUpInMs === 0) return `${used}: no port is left for a new connection (EADDRNOTAVAIL).`
  if (usedUpInMs !== undefined) {
    return `${used}: at this rate none is left in ${durationText(usedUpInMs)}, and connecting then fails (EADDRNOTAVAIL).`
  }
  if (slowInMs === 0 || usedShare >= slowConnectShare) {
    return (
      `${used}: past half of them, the kernel searches through ${countText(portsInRange / 2)} taken ports for each new ` +
      `connection, about ${durationText(slowConnectMs)} of processor time.`
    )
  }
  if (slowInMs !== undefined) {
    return (
      `${used}: at this rate half of them are in ${durationText(slowInMs)}, from where on each new connection costs the ` +
      `kernel ${durationText(slowConnectMs)} of processor time.`
    )
  }
  const reuse = timeWaitReused ? ', and the kernel reuses ports in TIME_WAIT towards it' : ''
  return `${used}${reuse}: TIME_WAIT is a symptom here, it keeps nobody from connecting.`
}
