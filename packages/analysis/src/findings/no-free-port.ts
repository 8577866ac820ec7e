import { type Finding, type Leg, localPortsOf, type Measured } from '@loadrun/metrics'
import { loadGenerator } from '@loadrun/plan'
import { samplesUnderLoad } from '../figures/sockets.ts'
import { middlewaresOf } from '../figures/tiers.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import { portBudget } from '../sockets/port-budget.ts'
import { timeWaitMs } from '../sockets/time-wait-flow.ts'
import type { FindingRule } from './finding.ts'

/** Which end could open no connection because its local ports were used up, and by what. */
export const noFreePort: FindingRule = (measured) =>
  failuresByEnd(measured).flatMap(({ end, count, firstMs }) => {
    const legs = measured.sockets.observed ? measured.sockets.legs.filter(({ from }) => from === end) : []
    const [used] = legs.flatMap((leg) => portsOf(measured, leg)).sort((a, b) => b.usedShare - a.usedShare)
    return [
      {
        id: 'no-free-port',
        sentence: [
          `${end} could not open ${countOf(count, 'connection')}, the first ${durationText(firstMs)} into the load, because ` +
            'no local port was free (EADDRNOTAVAIL).',
          ...(used === undefined ? [] : [usedText(end, used)]),
        ].join(' '),
        figures: {
          connectionsNotOpened: count,
          firstMs,
          ...(used === undefined
            ? {}
            : {
                portsInRange: used.portsInRange,
                portsUsed: used.portsUsed,
                timeWaitShare: used.timeWaitShare,
                sustainableClosesPerSecond: used.sustainableClosesPerSecond,
              }),
        },
      } satisfies Finding,
    ]
  })

interface EndFailures {
  readonly end: string
  readonly count: number
  /** Milliseconds since the load started. */
  readonly firstMs: number
}

function failuresByEnd(measured: Measured): readonly EndFailures[] {
  const ends = [
    { end: loadGenerator, failures: measured.total.failures },
    ...middlewaresOf(measured).map(({ observation }) => ({
      end: observation.name,
      failures: observation.upstreamFailures,
    })),
  ]
  return ends.flatMap(({ end, failures }) => {
    const ofPorts = failures.filter(({ cause }) => cause === 'no-free-port')
    if (ofPorts.length === 0) return []
    return [
      {
        end,
        count: ofPorts.reduce((sum, { count }) => sum + count, 0),
        firstMs: Math.min(...ofPorts.map(({ firstMs }) => firstMs)),
      },
    ]
  })
}

interface PortsOfLeg {
  readonly destination: string
  readonly portsUsed: number
  readonly portsInRange: number
  readonly usedShare: number
  /** Of the leg's sockets at this end, the share in TIME_WAIT. */
  readonly timeWaitShare: number
  /** How many connections a second this end can close without ever running out of ports. */
  readonly sustainableClosesPerSecond: number
}

/** At the moment when most ports were taken. */
function portsOf(measured: Measured, leg: Leg): readonly PortsOfLeg[] {
  if (!measured.sockets.observed) return []
  const samples = samplesUnderLoad(measured)
  const used = samples.map(({ legs }) => legs[leg.name]?.portsToBusiestDestination ?? 0)
  const until = samples.slice(0, used.indexOf(Math.max(...used)) + 1)
  const budget = portBudget({ samples: until, leg: leg.name, ...localPortsOf(measured.sockets, leg.from) })
  if (budget === undefined) return []
  const { destination, portsUsed, portsInRange, usedShare } = budget
  const from = until.at(-1)?.legs[leg.name]?.from ?? {}
  const all = Object.values(from).reduce((sum, count) => sum + count, 0)
  return [
    {
      destination,
      portsUsed,
      portsInRange,
      usedShare,
      timeWaitShare: all === 0 ? 0 : (from.TIME_WAIT ?? 0) / all,
      sustainableClosesPerSecond: (portsInRange * 1000) / timeWaitMs,
    },
  ]
}

function usedText(end: string, ports: PortsOfLeg): string {
  const { destination, portsUsed, portsInRange, timeWaitShare, sustainableClosesPerSecond } = ports
  const used = `${countText(portsUsed)} of its ${countText(portsInRange)} ports towards ${destination} were taken`
  if (timeWaitShare < 0.5) return `${used}, most of them by connections that were open.`
  return (
    `${used}, ${shareText(timeWaitShare)} of them in TIME_WAIT: each close by ${end} keeps a port for ` +
    `${durationText(timeWaitMs)}, so ${countText(portsInRange)} ports allow ${countText(sustainableClosesPerSecond)} ` +
    'closes a second. Connections that are kept open use none up.'
  )
}
