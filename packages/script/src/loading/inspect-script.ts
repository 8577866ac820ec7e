import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { InspectionAnswer, InspectionTask } from './messages.ts'

/** Longer than this no file takes to load that is not stuck. */
const longestMs = 20_000

const known = new Map<string, InspectionAnswer>()

/** Loads a script on a thread of its own and tells what it exports, or what is wrong with it. Each file once. */
export function inspectScript(path: string): InspectionAnswer {
  const file = resolve(path)
  const answer = known.get(file) ?? inspect(file)
  known.set(file, answer)
  return answer
}

function inspect(path: string): InspectionAnswer {
  const problem = (message: string) => ({ problem: { file: path, line: undefined, column: undefined, message } })
  if (!existsSync(path)) return problem('there is no such file')
  const { port1: own, port2: port } = new MessageChannel()
  const done = new Int32Array(new SharedArrayBuffer(4))
  const task: InspectionTask = { path, port, done }
  const thread = new Worker(new URL('./inspection-thread.ts', import.meta.url), {
    workerData: task,
    transferList: [port],
    // What it prints is printed again by the threads that make the load.
    stdout: true,
    stderr: true,
  })
  // Its end is waited for below; an error that comes later has nobody to tell it to.
  thread.on('error', () => undefined)
  Atomics.wait(done, 0, 0, longestMs)
  const answer = receiveMessageOnPort(own)?.message as InspectionAnswer | undefined
  own.close()
  void thread.terminate()
  return answer ?? problem(`it was not loaded within ${longestMs / 1000} s: something at its top does not end`)
}
