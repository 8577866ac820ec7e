import type { Finding, RunResult } from '@loadrun/metrics'
import { requestCounts } from '../figures/requests.ts'
import { peakSockets } from '../figures/sockets.ts'
import { serversOf } from '../figures/tiers.ts'
import { countText, shareText } from '../figures/wording.ts'

/**
 * Two runs of one configuration differ by chance as well. Below this difference of shares, one run of each says
 * nothing: simulations of the incident with other draws spread over up to 4 points.
 */
const tellingDifference = 0.05

/** Below this growth or fall, TIME_WAIT counts as unchanged. */
const tellingTimeWaitChange = 0.1

/** What the difference between each run and the first one shows. */
export function comparisonFindings(results: readonly RunResult[]): readonly Finding[] {
  const [before, ...others] = results
  if (before === undefined) return []
  return [
    ...others.flatMap((after) => [
      ...served(before, after),
      ...refused(before, after),
      ...timeWaitMoved(before, after),
    ]),
    {
      id: 'one-run-each',
      sentence:
        'Each variant ran once, so how much such runs differ by chance was not measured: ' +
        `differences under ${shareText(tellingDifference)} points are not told as changes.`.replace(' %', ''),
      figures: { runsOfEach: 1, tellingDifference },
    },
  ]
}

function served(before: RunResult, after: RunResult): readonly Finding[] {
  const [was, is] = [servedShare(before), servedShare(after)]
  if (was === undefined || is === undefined) return []
  const judged = judgedChange(was, is, {
    up: 'That is better.',
    down: 'That is worse.',
    same: 'No telling difference.',
  })
  return [
    {
      id: 'served-change',
      sentence: `${names(before, after)}: clients were served ${shareText(was)} → ${shareText(is)} of their requests. ${judged}`,
      figures: { before: was, after: is },
    },
  ]
}

function refused(before: RunResult, after: RunResult): readonly Finding[] {
  return serversOf(before).flatMap(({ plan: { name } }) => {
    const [was, is] = [refusedShare(before, name), refusedShare(after, name)]
    if (was === undefined || is === undefined || (was === 0 && is === 0)) return []
    const judged =
      is === 0
        ? 'The refusals ended.'
        : judgedChange(was, is, {
            up: 'More are refused.',
            down: 'Fewer are refused.',
            same: 'The change did not free the server’s slots.',
          })
    return [
      {
        id: 'refused-change',
        sentence: `${names(before, after)}: ${name} refused ${shareText(was)} → ${shareText(is)} of the connections. ${judged}`,
        figures: { before: was, after: is },
      },
    ]
  })
}

function timeWaitMoved(before: RunResult, after: RunResult): readonly Finding[] {
  if (!before.sockets.observed || !after.sockets.observed) return []
  return before.sockets.legs.flatMap((leg) =>
    (['from', 'to'] as const).flatMap((end) => {
      const was = peakSockets(before, leg.name, end, 'TIME_WAIT') ?? 0
      const is = peakSockets(after, leg.name, end, 'TIME_WAIT') ?? 0
      if (Math.max(was, is) < 1000) return []
      return [
        {
          id: 'time-wait-change',
          sentence:
            `${names(before, after)}: TIME_WAIT on ${leg[end]}’s side of ${leg.name} went ${countText(was)} → ` +
            `${countText(is)}. ${timeWaitMeaning(before, after, was, is)}`,
          figures: { before: was, after: is },
        },
      ]
    }),
  )
}

function timeWaitMeaning(before: RunResult, after: RunResult, was: number, is: number): string {
  const change = was === 0 ? Number.POSITIVE_INFINITY : is / was - 1
  const [servedBefore, servedAfter] = [servedShare(before) ?? 0, servedShare(after) ?? 0]
  if (servedAfter - servedBefore > tellingDifference && change > -tellingTimeWaitChange) {
    return 'It did not fall although more requests were served: it was a symptom, not the cause.'
  }
  if (Math.abs(servedAfter - servedBefore) <= tellingDifference && change < -tellingTimeWaitChange) {
    return 'It fell and no more requests were served: it was not what kept them from being served.'
  }
  return ''
}

function judgedChange(was: number, is: number, words: { up: string; down: string; same: string }): string {
  if (is - was > tellingDifference) return words.up
  if (was - is > tellingDifference) return words.down
  return words.same
}

function names(before: RunResult, after: RunResult): string {
  return `${before.plan.variant.name} → ${after.plan.variant.name}`
}

function servedShare({ total }: RunResult): number | undefined {
  const { ok, sent } = requestCounts(total)
  return sent === 0 ? undefined : ok / sent
}

function refusedShare(result: RunResult, name: string): number | undefined {
  const end = serversOf(result).find(({ plan }) => plan.name === name)?.end
  if (end === undefined || end.accepted + end.rejected === 0) return undefined
  return end.rejected / (end.accepted + end.rejected)
}
