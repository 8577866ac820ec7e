import type { LegSample, PortRange, SocketSample, TimeWaitReuse } from '@loadrun/metrics'
import { begunBy, begunPerSecond, timeWaitMs, timeWaitsBegun } from './time-wait-flow.ts'

/** The share of the port range from which on connect() is slow: see {@link PortBudget.slowInMs}. */
export const slowConnectShare = 0.5

/** Ports of the range that something listens on are not given out, so the last few are never used. */
const usedUpShare = 0.995

/** Measured on Linux 6.18: 2.3 ms of processor time for one connect() in a range of 28,232 ports half of which were taken. */
const searchMsPerPort = 2.3 / 28_232

/** How much of the closing of late decides what comes next. */
const recentMs = 10_000
const forecastStepMs = 100

/** How far the local ports towards the busiest destination of a leg will last. */
export interface PortBudget {
  /** When this was so. */
  readonly atMs: number
  /** `127.0.0.1:8080` */
  readonly destination: string
  readonly portsUsed: number
  readonly portsInRange: number
  /** `portsUsed` by `portsInRange`. */
  readonly usedShare: number
  /**
   * Whether the kernel gives ports in TIME_WAIT to new connections after a second, as it does towards loopback addresses.
   * Then TIME_WAIT uses nothing up, and the forecasts count open connections alone.
   */
  readonly timeWaitReused: boolean
  /** Sockets that entered TIME_WAIT towards this destination, per second of late. */
  readonly closesPerSecond: number
  /** Where the use settles if connections go on being closed like this: those open now and 60 s of closes. */
  readonly portsExpected: number
  /**
   * In how long half of the range will be in use; 0 if it is, `undefined` if it will not be. From there on one connect()
   * takes {@link PortBudget.slowConnectMs}: the kernel tries all ports of one parity before the others
   * (`__inet_hash_connect()`).
   */
  readonly slowInMs: number | undefined
  /** Processor time of one connect() past half of the range: about 2.3 ms for 28,232 ports, and in proportion. */
  readonly slowConnectMs: number
  /** In how long connect() will fail with `EADDRNOTAVAIL`; 0 if it does, `undefined` if it will not. */
  readonly usedUpInMs: number | undefined
}

export interface PortBudgetOptions {
  /** In the order of time; the last one is where the budget is drawn up. */
  readonly samples: readonly SocketSample[]
  /** The leg's name. */
  readonly leg: string
  readonly portRange: PortRange
  /** Taken for `never` if unknown. */
  readonly timeWaitReuse?: TimeWaitReuse | undefined
}

/** `undefined` if the last sample has no connections of this leg. */
export function portBudget(options: PortBudgetOptions): PortBudget | undefined {
  const { samples, leg, portRange, timeWaitReuse = 'never' } = options
  const points = samples.flatMap(({ atMs, legs }) => {
    const sample = legs[leg]
    return sample === undefined ? [] : [{ atMs, timeWait: timeWaitToBusiest(sample) }]
  })
  const last = samples.at(-1)
  const lastLeg = last?.legs[leg]
  if (last === undefined || lastLeg?.busiestDestination === undefined) return undefined

  const destination = lastLeg.busiestDestination
  const portsUsed = lastLeg.portsToBusiestDestination
  const portsInRange = portRange.high - portRange.low + 1
  const timeWaitReused = timeWaitReuse === 'everywhere' || (timeWaitReuse === 'loopback' && isLoopback(destination))
  const begun = timeWaitsBegun(points)
  const closesPerSecond = begunPerSecond(begun, recentMs)
  const open = portsUsed - timeWaitToBusiest(lastLeg)

  return {
    atMs: last.atMs,
    destination,
    portsUsed,
    portsInRange,
    usedShare: portsUsed / portsInRange,
    timeWaitReused,
    closesPerSecond,
    portsExpected: Math.round(open + (closesPerSecond * timeWaitMs) / 1000),
    slowConnectMs: portsInRange * searchMsPerPort,
    slowInMs: reachedInMs(portsInRange * slowConnectShare),
    usedUpInMs: reachedInMs(portsInRange * usedUpShare),
  }

  function reachedInMs(ports: number): number | undefined {
    if (timeWaitReused) return open >= ports ? 0 : undefined
    for (let aheadMs = 0; aheadMs <= timeWaitMs; aheadMs += forecastStepMs) {
      if (usedIn(aheadMs) >= ports) return aheadMs
    }
    return undefined
  }

  /** What is in use, what will have come, less what will have ended its 60 s. */
  function usedIn(aheadMs: number): number {
    const endingFromMs = (begun.at(-1)?.atMs ?? 0) - timeWaitMs
    const ended = begunBy(begun, endingFromMs + aheadMs) - begunBy(begun, endingFromMs)
    return portsUsed + (closesPerSecond * aheadMs) / 1000 - ended
  }
}

/** The busiest destination's part of the leg's sockets in TIME_WAIT, which is taken to be its part of all sockets. */
function timeWaitToBusiest({ from, portsToBusiestDestination }: LegSample): number {
  const all = Object.values(from).reduce((sum, count) => sum + count, 0)
  return all === 0 ? 0 : (portsToBusiestDestination * (from.TIME_WAIT ?? 0)) / all
}

function isLoopback(destination: string): boolean {
  return destination.startsWith('127.') || destination.startsWith('[::1]')
}
