import type { RunStep } from '../plan.ts'
import type { GivenRun } from '../schema/run.ts'
import { dataPath } from './fill-data.ts'

export function fillRun(given: GivenRun, as: string | undefined, file: string, group: string): RunStep {
  return {
    kind: 'run',
    name: given.source,
    path: dataPath(given.path, file),
    function: given.function,
    group,
    as,
    given: 'user',
    environment: {},
    keepsAnswers: true,
  }
}
