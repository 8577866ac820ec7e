import type { RunResult } from '@loadrun/metrics'
import { runContent } from '../content/run.ts'
import { pageDocument } from './document.ts'
import type { Language } from './languages.ts'

/** The report of a run as one HTML file that opens from disk and needs no network. */
export function renderRunPage(result: RunResult, language?: Language): Promise<string> {
  const content = runContent(result)
  const { name, variant } = content.heading
  return pageDocument(`${name} / ${variant}: ${content.verdict.title.toLowerCase()}`, content, language)
}
