import type { RunResult } from '@loadrun/metrics'
import junit, { type Builder } from 'junit-report-builder'
import { runContent } from '../content/run.ts'
import { quantityText } from '../wording/quantity.ts'

// The package is CommonJS, and its types are those of its other build: what Node imports is the builder itself.
const builder = junit as unknown as Builder

/**
 * A run as JUnit XML: each threshold is a test case. A run that cannot be trusted is an error of its own, since there is
 * no verdict on its thresholds.
 */
export function renderJunit(result: RunResult): string {
  const { heading, verdict, thresholds } = runContent(result)
  const name = `${heading.name} / ${heading.variant}`
  const report = builder.newBuilder()
  const suite = report
    .testSuite()
    .name(name)
    .timestamp(new Date(heading.startedAt))
    .time(heading.elapsedMs / 1000)
  const { outcome } = result.judgement
  if (outcome === 'untrusted' || outcome === 'interrupted') {
    suite
      .testCase()
      .className(name)
      .name('run')
      .error([verdict.sentence, ...verdict.reservations].map(xmlText).join('\n'))
  }
  for (const { source, observed, unit, status } of thresholds) {
    const test = suite.testCase().className(name).name(source)
    if (status === 'fail') test.failure(`${source} was ${quantityText(observed, unit)}`)
    if (status === 'no-data') test.failure(`${source} had no data, which is no pass`)
  }
  // Jenkins' schema knows no `skipped` for all suites together.
  return report.build().replace(/(<testsuites\b[^>]*?) skipped="\d+"/, '$1')
}

/** Without the control characters that XML 1.0 cannot hold in any form. */
function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
