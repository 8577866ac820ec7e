import { workerData } from 'node:worker_threads'
import { describe } from '../users/script/tell-error.ts'
import { callFunction } from './call-function.ts'
import { goThroughSteps } from './go-through-steps.ts'
import type { StageAnswer, StageTask } from './messages.ts'

// A thread that does something once: calls a function of a script, or goes through steps. It can do what users can; its
// requests are no part of the load, and are not counted.
const task = workerData as StageTask
task.port.postMessage(await answer())
task.port.close()

async function answer(): Promise<StageAnswer> {
  const { work } = task
  try {
    if (work.kind === 'steps') return await goThroughSteps(work, task)
    return { text: JSON.stringify(await callFunction(work, task)) }
  } catch (error) {
    const { message, place } = describe(error)
    return { problem: place === '' ? message : `${message} at ${place}` }
  }
}
