import type { RunResult } from '@loadrun/metrics'
import { RunFigures } from '../figures/run-figures.ts'
import { labelsOf } from '../open-output.ts'
import { prometheusText } from './exposition.ts'

/** The figures at the end of a run in Prometheus' text format, as node_exporter's textfile collector reads them. */
export function renderPrometheus({ plan, intervals, sockets }: RunResult): string {
  const figures = new RunFigures()
  const last = sockets.observed ? sockets.samples.at(-1) : undefined
  for (const interval of intervals) figures.add(interval, last)
  return prometheusText(figures.series, labelsOf(plan))
}
