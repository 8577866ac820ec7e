import type { Threshold } from '../plan/threshold.ts'
import { createLineIndex } from './line-index.ts'
import { isMapping, type PlainValue } from './plain-value.ts'
import type { ScenarioDocument } from './read-document.ts'
import { thresholdPlaces } from './threshold-places.ts'

/** Says of thresholds in which line of the file they stand: found by their text, so that changed ones have none. */
export function thresholdLines(document: ScenarioDocument, text: string): (threshold: Threshold) => Threshold {
  const lineAt = createLineIndex(text)
  const lines = new Map<string, number>()
  for (const { path, key, value } of isMapping(document.value) ? thresholdPlaces(document.value) : []) {
    for (const [place, each] of (Array.isArray(value) ? value : [value]).entries()) {
      const { file, offset } = document.locate(Array.isArray(value) ? [...path, place] : path, 'value')
      if (file === undefined) lines.set(`${key}: ${expressionOf(each)}`, lineAt(offset).line)
    }
  }
  return (threshold) => ({ ...threshold, line: lines.get(threshold.source) })
}

function expressionOf(value: PlainValue): string {
  const expression = isMapping(value) ? value.threshold : value
  return typeof expression === 'string' ? expression.trim() : ''
}
