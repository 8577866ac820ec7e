import { type History, HistoryError, openHistory } from '@loadrun/history'
import type { RunResult } from '@loadrun/metrics'
import { exitCodes, UserError } from '../exit-codes.ts'

/** A history file, made where there is none. */
export async function historyAt(file: string): Promise<History> {
  try {
    return await openHistory(file)
  } catch (error) {
    if (error instanceof HistoryError) throw new UserError(error.message, exitCodes.badInput)
    throw error
  }
}

/** What runs must have in common to be compared over time. */
export function kindOf([run]: readonly RunResult[]): { scenario: string; variant: string } {
  return { scenario: run?.plan.name ?? '', variant: run?.plan.variant.name ?? '' }
}
