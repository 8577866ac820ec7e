import type { RunResult } from '@loadrun/metrics'
import { plannedEndMs } from '@loadrun/plan'
import { momentText } from '../wording/duration.ts'
import { counted } from '../wording/name.ts'
import { quantityText } from '../wording/quantity.ts'
import type { Tone, VerdictContent } from './content.ts'
import { seenTagsText } from './seen-tags.ts'
import { thresholdRow } from './threshold.ts'

/** Whether the run passed, and why, in a sentence. */
export function verdictOf(result: RunResult): VerdictContent {
  return {
    ...titleOf(result),
    sentence: sentenceOf(result),
    reservations: [...new Set([...result.judgement.doubts, ...result.troubles])],
  }
}

function titleOf({ judgement, plan }: RunResult): Readonly<{ tone: Tone; title: string }> {
  const failureExpected = plan.variant.expect === 'fail'
  switch (judgement.outcome) {
    case 'passed':
      return failureExpected
        ? { tone: 'bad', title: 'Passed, but was expected to fail' }
        : { tone: 'good', title: 'Passed' }
    case 'failed':
      return failureExpected ? { tone: 'bad', title: 'Failed, as expected' } : { tone: 'bad', title: 'Failed' }
    case 'untrusted':
      return { tone: 'doubtful', title: 'Cannot be trusted' }
    case 'interrupted':
      return { tone: 'doubtful', title: 'Interrupted' }
  }
}

function sentenceOf(result: RunResult): string {
  const { outcome, verdicts } = result.judgement
  switch (outcome) {
    case 'untrusted':
      return 'What was measured may not be the target’s doing, so there is no verdict. The reasons are below.'
    case 'interrupted':
      return `${stoppedBy(result)} after ${momentText(result.elapsedMs)} of ${momentText(plannedEndMs(result.plan))}, so there is no verdict. Everything measured until then is here.`
    case 'passed':
      if (verdicts.length === 0) return 'No thresholds were set, so there was nothing to break.'
      return keptText(verdicts.length)
    case 'failed':
      return `${stopText(result)}${brokenText(result)}`
  }
}

function stoppedBy({ total: { aborted } }: RunResult): string {
  if (aborted === undefined) return 'Stopped'
  return aborted.reason === '' ? 'Ended by the script' : `Ended by the script (“${aborted.reason}”)`
}

function stopText({ stoppedBy, elapsedMs, plan }: RunResult): string {
  if (stoppedBy === undefined) return ''
  return `Ended after ${momentText(elapsedMs)} of ${momentText(plannedEndMs(plan))} by ${stoppedBy}. `
}

function keptText(thresholds: number): string {
  if (thresholds === 1) return 'The threshold was kept.'
  return thresholds === 2 ? 'Both thresholds were kept.' : `All ${thresholds} thresholds were kept.`
}

function brokenText({ judgement: { verdicts }, total }: RunResult): string {
  const broken = verdicts.filter((verdict) => verdict.status === 'fail')
  const without = verdicts.filter((verdict) => verdict.status === 'no-data')
  const sentences: string[] = []
  if (broken.length > 0) {
    const seen = broken.map(
      (verdict) => `${verdict.threshold.source} was ${quantityText(verdict.observed, thresholdRow(verdict).unit)}`,
    )
    sentences.push(`${broken.length} of ${counted(verdicts.length, 'threshold')} broken: ${seen.join('; ')}.`)
  }
  if (without.length > 0) {
    const sources = without.map((verdict) => verdict.threshold.source).join('; ')
    const seen = seenTagsText(
      without.map(({ threshold }) => threshold),
      total,
    )
    sentences.push(`No data, which is no pass: ${sources}.`, ...(seen === undefined ? [] : [seen]))
  }
  return sentences.join(' ')
}
