import type { MessagePort } from 'node:worker_threads'
import type { DeclaredMetric } from '../api/metrics.ts'
import type { ScriptProblem } from './script-problem.ts'

export interface InspectionTask {
  readonly path: string
  readonly port: MessagePort
  /** Set to 1 and woken when the answer has been posted. */
  readonly done: Int32Array<SharedArrayBuffer>
}

/** What a script exports, and the metrics that it makes as it is loaded. */
export interface Inspection {
  readonly functions: readonly string[]
  /** What it exports beside functions. */
  readonly others: readonly string[]
  /** What it exports as `options`, as JSON has it. */
  readonly options: unknown
  readonly metrics: readonly DeclaredMetric[]
}

export type InspectionAnswer = Inspection | { readonly problem: ScriptProblem }
