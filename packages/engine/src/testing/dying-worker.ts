import process from 'node:process'
import { Recorder } from '@loadrun/metrics'
import type { MessageFromWorker, WorkerTask } from '../messages.ts'

/** Tells one second of load, and dies in the next. */
export default function work({ port }: WorkerTask): Promise<void> {
  const recorder = new Recorder()
  recorder.scenario('s').started()
  const messages: readonly MessageFromWorker[] = [{ kind: 'ready' }, { kind: 'second', metrics: recorder.take(1000) }]
  for (const message of messages) port.postMessage(message)
  return new Promise(() => setTimeout(() => process.exit(7), 50))
}
