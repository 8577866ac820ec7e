/** A mapping of a scenario file, as it is written. */
export type Written = Readonly<Record<string, unknown>>

/** What was said elsewhere, as a scenario file says it. */
export interface Imported {
  /** What it came from, such as `a curl command`. */
  readonly from: string
  readonly file: Written
  /** What could not be carried over, and what to look after. */
  readonly notes: readonly string[]
}

/** What cannot be imported at all; its message is for people. */
export class ImportError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ImportError'
  }
}

/** Files beside what is imported, such as bodies of `--data @file`. */
export type ReadFile = (path: string) => string | undefined

/** A load to begin with, for what says nothing of one. */
export const modestLoad = { executor: 'constant-arrival-rate', rate: '1/s', duration: '10s' } as const

export function isMapping(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Without keys that have no value. */
export function defined(given: Written): Written {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** Whether there is anything in it; `undefined` otherwise. */
export function filled(given: Written): Written | undefined {
  return Object.keys(given).length === 0 ? undefined : given
}
