import type { RunResult } from '@loadrun/metrics'
import { thresholdRow } from '../content/threshold.ts'
import { quantityText } from '../wording/quantity.ts'

/**
 * GitHub's workflow commands for thresholds that were not kept, each at its line of the scenario file. Variants that are
 * expected to fail have none.
 */
export function githubAnnotations(result: RunResult, file: string): readonly string[] {
  if (result.plan.variant.expect === 'fail') return []
  return result.judgement.verdicts
    .filter(({ status }) => status !== 'pass')
    .map((verdict) => {
      const { source, line } = verdict.threshold
      const { observed, unit } = thresholdRow(verdict)
      const seen =
        verdict.status === 'no-data' ? 'had no data, which is no pass' : `was ${quantityText(observed, unit)}`
      const title = `${result.plan.name} / ${result.plan.variant.name}`
      const place = [
        `file=${property(file)}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        `title=${property(title)}`,
      ]
      return `::error ${place.join(',')}::${data(`${source} ${seen}`)}`
    })
}

/** As GitHub's runner reads it back: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
