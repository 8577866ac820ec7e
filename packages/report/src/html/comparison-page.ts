import type { Comparison } from '@loadrun/analysis'
import type { RunResult } from '@loadrun/metrics'
import { comparisonContent } from '../content/comparison.ts'
import { pageDocument } from './document.ts'

/** Runs side by side as one HTML file that opens from disk and needs no network. */
export function renderComparisonPage(results: readonly RunResult[], comparison: Comparison): Promise<string> {
  const content = comparisonContent(results, comparison)
  const variants = content.runs.map(({ heading }) => heading.variant).join(' and ')
  return pageDocument(`${content.name}: ${variants} compared`, content)
}
