import type { RunStep } from '../plan/step.ts'
import type { GivenRun } from '../schema/run.ts'
import { dataPath } from './fill-data.ts'
import type { Around } from './fill-request.ts'

export function fillRun(given: GivenRun, as: string | undefined, { file, group, tags, redirects }: Around): RunStep {
  return {
    kind: 'run',
    name: given.source,
    path: dataPath(given.path, file),
    function: given.function,
    group,
    tags,
    as,
    given: 'user',
    environment: {},
    keepsAnswers: true,
    redirects,
  }
}
