import type { Sweep } from '@loadrun/analysis'
import { sweepContent } from '../content/sweep.ts'
import { pageDocument } from './document.ts'

/** A sweep as one HTML file that opens from disk and needs no network; its links lead to the pages of the runs. */
export function renderSweepPage(sweep: Sweep): Promise<string> {
  const content = sweepContent(sweep)
  const varied = content.axes.map(({ name }) => name).join(' and ')
  return pageDocument(`${content.name} by ${varied}: ${content.verdict.title.toLowerCase()}`, content)
}
