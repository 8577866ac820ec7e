import type { Finding, Measured } from '@loadrun/metrics'

/** Says one thing that the figures of a run show; nothing where they do not show it. */
export type FindingRule = (measured: Measured) => readonly Finding[]
