import { closeSync, openSync, readSync } from 'node:fs'
import type { JsonValue, RecordingPlan } from '@loadrun/plan'
import { lineReader, scannerOf } from './line-reader.ts'
import type { Recording } from './recordings.ts'

/** The lines of a recording, each read when its arrival is due, from the kernel's cache as a rule. */
export interface ArrivalRows {
  /** `index`: of the arrival, among all of the load. */
  rowOf(index: number): JsonValue
  close(): void
}

/** `undefined` where no step names them. */
export function openArrivalRows(plan: RecordingPlan, { offsets, lengths }: Recording): ArrivalRows | undefined {
  if (offsets.length === 0) return undefined
  const file = openSync(plan.path, 'r')
  const reader = lineReader(plan, scannerOf(plan, file))
  return {
    rowOf: (index) => {
      const bytes = Buffer.allocUnsafe(lengths[index] ?? 0)
      const read = reader.read(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offsets[index] ?? 0)))
      return read === undefined || 'problem' in read ? null : read.row
    },
    close: () => closeSync(file),
  }
}
