import type { Path } from './path.ts'

/** Where a value was written: in a file's text (`file`: in one that it extends), or in an argument of the command line. */
export type Place =
  | { readonly kind: 'text'; readonly offset: number; readonly length: number; readonly file?: string | undefined }
  | { readonly kind: 'argument'; readonly argument: string }

/** Something wrong, before it is known where it was written. Its parts are those of `Problem`. */
export interface Mistake {
  readonly message: string
  readonly wanted?: string | undefined
  readonly hint?: string | undefined
}

/** A mistake in the value at a path, or in the key itself. */
export interface PathMistake extends Mistake {
  readonly path: Path
  readonly part: 'key' | 'value'
}

export interface PlacedMistake extends Mistake {
  readonly place: Place
  readonly path: string
}
