import type { RunStep } from '@loadrun/plan'
import { loadFunction, speakFor } from '@loadrun/script'
import type { FunctionWork, StageTask } from './messages.ts'
import { openStage } from './open-stage.ts'

/** Calls a function of a script, and waits until it and all that it began has ended. */
export async function callFunction({ path, name, given }: FunctionWork, task: StageTask): Promise<unknown> {
  const step: RunStep = {
    kind: 'run',
    name,
    path,
    function: name,
    group: '',
    tags: {},
    as: undefined,
    given: 'data',
    environment: {},
    keepsAnswers: true,
    redirects: 10,
    ...mannerOf(task),
  }
  const { user, way, close } = await openStage(
    task,
    { name, variables: [], steps: [step] },
    { bytesOf: () => Buffer.alloc(0), scripts: () => () => undefined, setupData: undefined },
  )
  const work = await loadFunction(path, name)
  const call = user.speaking.call({ ...step, call: work, place: undefined, places: () => new Map() }, way)
  try {
    return await speakFor(call, '', async () => work(given === undefined ? undefined : JSON.parse(given)))
  } finally {
    await call.allDone()
    await close()
  }
}

/** As the load's own requests are sent. */
function mannerOf({ scenario }: StageTask): Pick<RunStep, 'manner'> {
  const manner = scenario.steps.flatMap((step) => (step.kind === 'run' ? (step.manner ?? []) : [])).at(0)
  return manner === undefined ? {} : { manner }
}
