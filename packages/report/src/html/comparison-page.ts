import type { Comparison } from '@loadrun/analysis'
import { comparisonContent } from '../content/comparison.ts'
import { pageDocument } from './document.ts'
import type { Language } from './languages.ts'

/** Sides next to each other as one HTML file that opens from disk and needs no network. */
export function renderComparisonPage(comparison: Comparison, language?: Language): Promise<string> {
  const content = comparisonContent(comparison)
  const names = content.sides.map(({ name }) => name).join(' and ')
  return pageDocument(`${content.name}: ${names} compared`, content, language)
}
