import type { Failure } from '@loadrun/metrics'
import type { JsonValue } from '@loadrun/plan'
import { readBodyFiles } from '../data/body-files.ts'
import { openScripts } from '../users/script/scripts.ts'
import { type End, Walk } from '../users/walk.ts'
import type { StageAnswer, StageTask, StepsWork } from './messages.ts'
import { type OpenStage, openStage } from './open-stage.ts'

/** Goes through steps once, and answers with what they left in variables, or with all that failed. */
export async function goThroughSteps(work: StepsWork, task: StageTask): Promise<StageAnswer> {
  const failures: string[] = []
  const stage = await openStage(task, work, {
    bytesOf: await readBodyFiles([work]),
    scripts: await openScripts([work]),
    setupData: work.handed,
    endsWith: (request, failure, status) => {
      failures.push(failureText(request, failure, status))
      return work.endsAtFailure
    },
  })
  const { flow, user, way } = stage
  await new Promise<End>((resolve) => new Walk(user, flow.steps, way, resolve).goOn())
  await stage.close()
  const thrown = stage.recorder.take(flow.clock.nowMs()).scriptErrors ?? []
  const told = [
    ...failures,
    ...thrown.map(({ script, message, place }) => `${script}: ${message}${place === '' ? '' : ` at ${place}`}`),
  ]
  return told.length > 0 ? { problem: told.join('; ') } : { text: JSON.stringify(valuesOf(work.hands, stage)) }
}

function valuesOf(variables: readonly string[], { flow, iteration }: OpenStage): Readonly<Record<string, JsonValue>> {
  const places = flow.places()
  return Object.fromEntries(variables.map((name) => [name, iteration.values[places.get(name) ?? -1] ?? null]))
}

const longestAnswer = 300

/** What failed, and what the server said to it. */
function failureText(request: string, { cause, text, body }: Failure, status: number | undefined): string {
  if (status === undefined) return `${request}: ${text}`
  const line = body.replaceAll(/\s+/g, ' ').trim()
  const shown = line.length <= longestAnswer ? line : `${line.slice(0, longestAnswer - 1)}…`
  const answer = shown === '' ? 'an empty answer' : shown
  if (cause === 'status') {
    const unlikely = status < 400 ? ', which is not expected' : ''
    return `${request} was answered with status ${status}${unlikely}: ${answer}`
  }
  return `${request}: ${text}; the answer, with status ${status}: ${answer}`
}
