import { type Finding, localPortsOf, type MiddlewareCounts, type SocketSample } from '@loadrun/metrics'
import { samplesUnderLoad } from '../figures/sockets.ts'
import { type MiddlewareFigures, middlewaresOf } from '../figures/tiers.ts'
import { countText, durationText, shareText } from '../figures/wording.ts'
import { slowConnectShare } from '../sockets/port-budget.ts'
import type { FindingRule } from './finding.ts'

/** Fewer requests than this, on either side of the moment, do not tell what one costs; a middleware may hardly send any more. */
const worthTelling = 50
/** Kernel time for a request strays by as much as half; what is told of here is ten times as much and more. */
const tellingRise = 2.5

/** Whether connecting became dear when half of the local ports were taken, as the middleware's own kernel time shows. */
export const slowConnects: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap((middleware): readonly Finding[] => {
    const { plan } = middleware
    if (!measured.sockets.observed || plan.connections === 'keep-alive') return []
    const leg = measured.sockets.legs.find(({ from }) => from === plan.name)
    if (leg === undefined) return []
    const { portRange } = localPortsOf(measured.sockets, leg.from)
    const portsInRange = portRange.high - portRange.low + 1
    const passed = samplesUnderLoad(measured).find(
      (sample) => used(sample, leg.name) >= portsInRange * slowConnectShare,
    )
    if (passed === undefined) return []
    const cheap = costBetween(middleware, 0, passed.atMs)
    const dear = costBetween(middleware, passed.atMs, Number.POSITIVE_INFINITY)
    if (cheap === undefined || dear === undefined || dear.kernelMs < cheap.kernelMs * tellingRise) return []
    return [
      {
        id: 'slow-connects',
        sentence:
          `From ${durationText(passed.atMs)} into the load, half of ${plan.name}’s ${countText(portsInRange)} local ports ` +
          `were taken towards ${passed.legs[leg.name]?.busiestDestination}, and each request upstream cost it ` +
          `${durationText(dear.kernelMs)} of processor time in the kernel, ${durationText(cheap.kernelMs)} until then: ` +
          `for each new connection the kernel searches through ${countText(portsInRange / 2)} taken ports. ` +
          `${plan.name} spent ${shareText(Math.min(1, dear.kernelShare))} of a core on it.`,
        figures: {
          slowFromMs: passed.atMs,
          kernelMsBefore: cheap.kernelMs,
          kernelMsAfter: dear.kernelMs,
          kernelShareAfter: dear.kernelShare,
          portsInRange,
        },
      },
    ]
  })

function used({ legs }: SocketSample, leg: string): number {
  return legs[leg]?.portsToBusiestDestination ?? 0
}

interface Cost {
  /** Of a request sent upstream. */
  readonly kernelMs: number
  /** Of a core. */
  readonly kernelShare: number
}

/** `undefined` where too little was sent, or the process's time is not known. */
function costBetween({ observation }: MiddlewareFigures, fromMs: number, toMs: number): Cost | undefined {
  // A process that is busy in the kernel reports late: what it said last before a moment is nearer than what it says after.
  const first = observation.samples.findLast(({ atMs }) => atMs <= fromMs) ?? observation.samples.at(0)
  const last = observation.samples.findLast(({ atMs }) => atMs <= toMs)
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined
  const grown = (read: (counts: MiddlewareCounts) => number | undefined) => {
    const [before, after] = [read(first.counts), read(last.counts)]
    return before === undefined || after === undefined ? undefined : after - before
  }
  const requests = grown(({ upstreamRequests }) => upstreamRequests) ?? 0
  const kernelMs = grown(({ cpuSystemMs }) => cpuSystemMs)
  if (kernelMs === undefined || requests < worthTelling) return undefined
  return { kernelMs: kernelMs / requests, kernelShare: kernelMs / (last.atMs - first.atMs) }
}
