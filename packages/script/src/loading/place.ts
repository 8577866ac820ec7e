import { fileURLToPath } from 'node:url'

/** Where in a file of the user's own something was thrown; line and column from 1. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** loadrun's own code, from source or as it is packed. */
const ownFolder = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../' : './', import.meta.url))

/** The first place of a stack that is neither in Node nor in loadrun. */
export function placeOf(stack: string | undefined): SourcePlace | undefined {
  for (const [, url = '', line, column] of (stack ?? '').matchAll(
    /(?:\(|at (?:async )?)(file:\/\/\S+?):(\d+):(\d+)\)?$/gm,
  )) {
    const file = fileURLToPath(url)
    if (!file.startsWith(ownFolder)) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}
