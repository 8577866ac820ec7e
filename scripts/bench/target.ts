import type { Generator } from './generators.ts'
import type { BenchServer, ServerRules } from './server.ts'

export interface TargetGiven {
  /** Those asked for with `--only`, else all. */
  readonly generators: readonly Generator[]
  /** Starts a server of the bench; it is stopped afterwards. */
  readonly server: (rules?: ServerRules) => Promise<BenchServer>
  readonly folder: string
  readonly rounds: number
  readonly seconds: number
}

export interface Measured {
  readonly title: string
  /** The head and the rows of a table. */
  readonly lines: readonly (readonly string[])[]
  /** The same and more, for `--json`. */
  readonly data: unknown
}

/** One of the things that `pnpm bench` measures. */
export type Target = (given: TargetGiven) => Promise<Measured>
