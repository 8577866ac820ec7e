import type { RunGiven } from '@loadrun/engine'

/** What runs as the process of each kind of bundled tier. */
export const tierEntries: RunGiven['tierEntries'] = {
  'limited-server': new URL('./limited-server-process.ts', import.meta.url),
  middleware: new URL('./middleware-process.ts', import.meta.url),
  toxics: new URL('./toxics-process.ts', import.meta.url),
}
