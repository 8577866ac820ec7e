import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { JsonValue, Plan } from '@loadrun/plan'
import type { StageAnswer, StageTask, StageWork } from './messages.ts'

/** A function of a script that is called once in a run. */
export type StageName = 'setup' | 'teardown' | 'handleSummary'

/** Something that is done once in a run, beside its load. */
export interface Stage {
  /** What it is called where it fails, as `setup() of ./test.ts`. */
  readonly title: string
  readonly work: StageWork
}

export interface StageGiven {
  readonly targets: readonly string[]
  /** The longest that it may take. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** A call of a script's function with some data. */
export function callOf({ path }: { readonly path: string }, name: StageName, data: unknown): Stage {
  const given = data === undefined ? undefined : JSON.stringify(data)
  return { title: `${name}() of ${path}`, work: { kind: 'function', path, name, given } }
}

/** Does it on a thread of its own, and returns what came of it, as JSON has it. Rejects with what went wrong. */
export async function runStage(
  { scenarios, seed }: Pick<Plan, 'scenarios' | 'seed'>,
  { title, work }: Stage,
  { targets, timeoutMs, signal }: StageGiven,
): Promise<JsonValue | undefined> {
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error(`${title} failed: there is no scenario`)
  const { port1: own, port2: port } = new MessageChannel()
  const task: StageTask = { work, targets, seed, scenario, port }
  const thread = new Worker(new URL('./stage-thread.ts', import.meta.url), { workerData: task, transferList: [port] })
  const failed = once(thread, 'error').then(([error]): StageAnswer => ({ problem: String(error) }))
  const answered = once(own, 'message').then(([answer]) => answer as StageAnswer)
  const { promise: over, resolve: tooLong } = Promise.withResolvers<StageAnswer>()
  const timer = setTimeout(() => tooLong({ problem: `it took longer than ${timeoutMs / 1000} s` }), timeoutMs)
  const stop = () => tooLong({ problem: 'it was interrupted' })
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  try {
    const answer = await Promise.race([answered, failed, over])
    if ('problem' in answer) throw new Error(`${title} failed: ${answer.problem}`)
    return answer.text === undefined ? undefined : (JSON.parse(answer.text) as JsonValue)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    own.close()
    await thread.terminate()
  }
}
