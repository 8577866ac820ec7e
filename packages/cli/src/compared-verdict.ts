import type { Comparison, Side } from '@loadrun/analysis'
import { exitCodes } from './exit-codes.ts'

/** What makes the command fail: a figure that got worse, one of which it is not shown that it did not, or nothing. */
export const failureConditions = ['worse', 'inconclusive', 'never'] as const
export type FailOn = (typeof failureConditions)[number]

/** Only figures that decide are asked, and only runs whose figures can be trusted are an answer. */
export function comparedVerdict(
  sides: readonly Side[],
  { rows }: Comparison,
  failOn: FailOn,
): { exitCode: number; sentence: string } {
  const spoilt = sides.filter(({ runs }) =>
    runs.some(({ judgement }) => judgement.outcome === 'untrusted' || judgement.outcome === 'interrupted'),
  )
  if (spoilt.length > 0) {
    const names = spoilt.map(({ name }) => name).join(', ')
    return {
      exitCode: exitCodes.untrusted,
      sentence: `No verdict: runs of ${names} were interrupted or cannot be trusted, as their reports say.`,
    }
  }
  const decisive = rows.filter((row) => row.decisive)
  const having = (verdict: string) =>
    decisive.filter(({ assessments }) => assessments.some((one) => one?.verdict === verdict)).map(({ label }) => label)
  const [worse, inconclusive, better] = [having('worse'), having('inconclusive'), having('better')]
  const failed = (failOn !== 'never' && worse.length > 0) || (failOn === 'inconclusive' && inconclusive.length > 0)
  const told = [
    ...(worse.length > 0 ? [`worse: ${worse.join(', ')}`] : []),
    ...(better.length > 0 ? [`better: ${better.join(', ')}`] : []),
    ...(inconclusive.length > 0 ? [`inconclusive: ${inconclusive.join(', ')}`] : []),
  ]
  const sentence = told.length === 0 ? 'Nothing that decides has changed.' : `${told.join('; ')}.`
  return {
    exitCode: failed ? exitCodes.thresholdsFailed : exitCodes.passed,
    sentence: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
  }
}
