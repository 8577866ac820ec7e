import process from 'node:process'
import type { Terminal } from './terminal.ts'

/** Aborts at the first Ctrl-C or SIGTERM, so that what was measured is written; a second one ends the program at once. */
export function stopSignal(terminal: Terminal): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    controller.abort(new Error(`stopped by ${name}`))
    terminal.error(`Stopping (${name}): what was measured will be written. Once more ends loadrun at once.`)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      process.removeListener('SIGINT', stop)
      process.removeListener('SIGTERM', stop)
    },
  }
}
