import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { JsonValue, Plan } from '@loadrun/plan'
import type { StageAnswer, StageTask } from './messages.ts'

/** A function of a script that is called once in a run. */
export type StageName = 'setup' | 'teardown' | 'handleSummary'

export interface StageGiven {
  readonly targets: readonly string[]
  /** What the function is given. */
  readonly data?: unknown
  /** The longest that it may take. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** Calls it on a thread of its own, and returns what it returned, as JSON has it. Rejects with what it threw. */
export async function runStage(
  { script, scenarios, seed }: Pick<Plan, 'script' | 'scenarios' | 'seed'>,
  name: StageName,
  { targets, data, timeoutMs, signal }: StageGiven,
): Promise<JsonValue | undefined> {
  const [scenario] = scenarios
  if (script === undefined || scenario === undefined) throw new Error(`Cannot call ${name}(): there is no script`)
  const { port1: own, port2: port } = new MessageChannel()
  const given = data === undefined ? undefined : JSON.stringify(data)
  const task: StageTask = { path: script.path, name, given, targets, seed, scenario, port }
  const thread = new Worker(new URL('./stage-thread.ts', import.meta.url), { workerData: task, transferList: [port] })
  const failed = once(thread, 'error').then(([error]): StageAnswer => ({ problem: String(error) }))
  const answered = once(own, 'message').then(([answer]) => answer as StageAnswer)
  const { promise: over, resolve: tooLong } = Promise.withResolvers<StageAnswer>()
  const timer = setTimeout(() => tooLong({ problem: `it took longer than ${timeoutMs / 1000} s` }), timeoutMs)
  const stop = () => tooLong({ problem: 'it was interrupted' })
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const answer = await Promise.race([answered, failed, over])
    if ('problem' in answer) throw new Error(`${name}() of ${script.path} failed: ${answer.problem}`)
    return answer.text === undefined ? undefined : (JSON.parse(answer.text) as JsonValue)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    own.close()
    await thread.terminate()
  }
}
