import { middlewaresOf, serversOf } from '../figures/tiers.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** What a middleware's timeout ended, and whether the server behind it stopped working on it. */
export const timeoutEffect: FindingRule = (measured) =>
  middlewaresOf(measured).flatMap(({ plan, end }) => {
    if (end === undefined || plan.timeoutMs === undefined || end.upstreamTimeouts === 0) return []
    const { upstream } = plan
    const server = serversOf(measured).find((tier) => upstream.kind === 'tier' && tier.plan.name === upstream.tier)
    const effect =
      server === undefined
        ? ''
        : server.plan.onDisconnect === 'abort'
          ? ` ${server.plan.name} gives up a request when its client goes, so each of them freed its slot at once.`
          : ` ${server.plan.name} works on when its client goes, so none of them freed its slot any earlier.`
    return [
      {
        id: 'timeout-effect',
        sentence:
          `${plan.name}’s timeout of ${durationText(plan.timeoutMs)} ended ${countText(end.upstreamTimeouts)} of ` +
          `${countOf(end.upstreamRequests, 'upstream request')} (${shareText(end.upstreamTimeouts / end.upstreamRequests)}).${effect}`,
        figures: {
          timeoutMs: plan.timeoutMs,
          timeouts: end.upstreamTimeouts,
          upstreamRequests: end.upstreamRequests,
        },
      },
    ]
  })

/** Handlers that ran to their end with nobody left to read the answer. */
export const workForNobody: FindingRule = (measured) =>
  serversOf(measured).flatMap(({ plan, end }) => {
    if (end === undefined || end.servedToNobody === 0) return []
    const finished = end.served + end.servedToNobody
    return [
      {
        id: 'work-for-nobody',
        sentence:
          `${plan.name} finished ${countText(end.servedToNobody)} of ${countOf(finished, 'request')} ` +
          `(${shareText(end.servedToNobody / finished)}) for clients that had gone: their slots were held for nobody.`,
        figures: { servedToNobody: end.servedToNobody, served: end.served },
      },
    ]
  })
