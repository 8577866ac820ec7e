import { registerHooks } from 'node:module'

/** What scripts import without its being installed beside them: loadrun's own, and k6's names for it. */
const provided: ReadonlyMap<string, URL> = new Map([
  ['loadrun', new URL('../api/loadrun.ts', import.meta.url)],
  ['k6', new URL('../k6/k6.ts', import.meta.url)],
  ['k6/http', new URL('../k6/http.ts', import.meta.url)],
  ['k6/metrics', new URL('../k6/metrics.ts', import.meta.url)],
  ['k6/data', new URL('../k6/data.ts', import.meta.url)],
  ['k6/execution', new URL('../k6/execution.ts', import.meta.url)],
  ['k6/html', new URL('../k6/html.ts', import.meta.url)],
  ['k6/crypto', new URL('../k6/crypto.ts', import.meta.url)],
  ['k6/encoding', new URL('../k6/encoding.ts', import.meta.url)],
])

/**
 * Lets this thread's modules import what is provided. They get the very modules that the engine uses, whatever is
 * installed beside the script: who speaks is kept in one of them.
 */
export function provideModules(): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = provided.get(specifier)
      if (url !== undefined) return { url: url.href, shortCircuit: true }
      if (specifier === 'k6' || specifier.startsWith('k6/')) {
        throw new Error(`'${specifier}' is not there: of k6’s modules, ${names} are`)
      }
      if (/^https?:/.test(specifier)) {
        throw new Error(`'${specifier}' is not fetched: save it beside the script, and import that file`)
      }
      return next(specifier, context)
    },
  })
}

const names = [...provided.keys()].filter((name) => name.startsWith('k6')).join(', ')
