import process from 'node:process'

/**
 * Aborts at the first Ctrl-C or SIGTERM, so that things can be brought to an end; a second one ends the program at once.
 * `onStop` is told which of the two it was.
 */
export function stopSignal(
  onStop: (signal: NodeJS.Signals) => void = () => {},
): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    controller.abort(new Error(`stopped by ${name}`))
    onStop(name)
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
