import { pageDocument } from './document.ts'
import type { Language } from './languages.ts'

/** The page that follows runs while they go on, from the address that it was loaded from. */
export function renderLivePage(name: string, language?: Language): Promise<string> {
  return pageDocument(`${name}: live`, { kind: 'live', name }, language)
}
