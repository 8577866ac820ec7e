import { historyContent, type KeptHistory } from '../content/history.ts'
import { pageDocument } from './document.ts'

export type { KeptHistory }

/** Earlier runs of one variant as one HTML file that opens from disk and needs no network. */
export function renderHistoryPage(history: KeptHistory): Promise<string> {
  return pageDocument(`${history.scenario} / ${history.variant}: history`, historyContent(history))
}
