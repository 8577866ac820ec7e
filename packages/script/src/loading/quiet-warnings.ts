import process from 'node:process'

/** What Node says of scripts beside a package.json without `"type": "module"`, or none: it runs them all the same. */
const untyped = 'MODULE_TYPELESS_PACKAGE_JSON'

/** Keeps Node, on this thread, from telling the users of scripts how to save it a moment; other warnings stay. */
export function quietWarnings(): void {
  const emit = process.emitWarning.bind(process) as (warning: string | Error, ...rest: unknown[]) => void
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    const [options] = rest
    const code = typeof options === 'object' && options !== null && 'code' in options ? options.code : rest[1]
    if (code !== untyped) emit(warning, ...rest)
  }
}
