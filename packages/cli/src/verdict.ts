import type { RunResult } from '@loadrun/metrics'
import { exitCodes } from './exit-codes.ts'

/** The exit code of a study and the sentence that says why. */
export interface StudyVerdict {
  readonly exitCode: number
  readonly sentence: string
}

/** What the runs say together: doubts first, since no verdict can rest on them, then whether each came out as expected. */
export function verdictOf(results: readonly RunResult[]): StudyVerdict {
  const ended = (outcome: RunResult['judgement']['outcome']) =>
    unique(results.filter(({ judgement }) => judgement.outcome === outcome).map(({ plan }) => plan.variant.name))
  const interrupted = ended('interrupted')
  if (interrupted.length > 0) {
    const byScripts = results.flatMap(({ total }) => total.aborted ?? [])
    const [first] = byScripts
    if (first !== undefined && byScripts.length === interrupted.length) {
      const reason = first.reason === '' ? '' : ` (“${first.reason}”)`
      const sentence = `Ended by its script: ${interrupted.join(', ')}${reason}. There is no verdict.`
      return { exitCode: exitCodes.aborted, sentence }
    }
    return { exitCode: exitCodes.interrupted, sentence: `Interrupted: ${interrupted.join(', ')}. There is no verdict.` }
  }
  const untrusted = ended('untrusted')
  if (untrusted.length > 0) {
    return {
      exitCode: exitCodes.untrusted,
      sentence: `No verdict: the figures of ${untrusted.join(', ')} cannot be trusted, for the reasons above.`,
    }
  }
  const expectation = (result: RunResult) => {
    const { plan, judgement } = result
    return isAsExpected(result)
      ? {
          asExpected: true,
          text: `${plan.variant.name} ${judgement.outcome}${plan.variant.expect === 'fail' ? ', as expected' : ''}`,
        }
      : {
          asExpected: false,
          text: `${plan.variant.name} ${judgement.outcome}, but was expected to ${plan.variant.expect}`,
        }
  }
  const expectations = results.map(expectation)
  const text = `${counted(expectations.map((one) => one.text)).join('; ')}.`
  return expectations.every(({ asExpected }) => asExpected)
    ? { exitCode: exitCodes.passed, sentence: `As expected: ${text}` }
    : { exitCode: exitCodes.thresholdsFailed, sentence: `Not as expected: ${text}` }
}

/** Whether a run came out as its variant says. One that cannot be trusted did not. */
export function isAsExpected({ plan, judgement }: RunResult): boolean {
  return judgement.outcome === { pass: 'passed', fail: 'failed' }[plan.variant.expect]
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

/** Of repeats that came out alike, one text with their number. */
function counted(texts: readonly string[]): readonly string[] {
  return unique(texts).map((text) => {
    const times = texts.filter((other) => other === text).length
    return times === 1 ? text : `${text} (${times} times)`
  })
}
