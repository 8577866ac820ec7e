/** One thing wrong with what the user asked for. */
export interface Problem {
  readonly file: string
  /** From 1. `undefined` where the problem was not written in the file, but in `argument`. */
  readonly line: number | undefined
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number | undefined
  /** How many characters from `column` on are meant. */
  readonly length: number
  /** The text of that line; `undefined` where there is none. */
  readonly source: string | undefined
  /** The argument of the command line that is wrong, such as `--set topology.server.concurrency=0`. */
  readonly argument: string | undefined
  /** Keys from the root, joined by dots; empty for the file as a whole. */
  readonly path: string
  /** What was found. */
  readonly message: string
  /** What would be right. */
  readonly wanted: string | undefined
  /** What was probably meant, or how to get there. */
  readonly hint: string | undefined
}
