import { workerData } from 'node:worker_threads'
import { declaredMetrics } from '../api/metrics.ts'
import { loadScript } from './load-script.ts'
import type { InspectionAnswer, InspectionTask } from './messages.ts'
import { problemOf } from './script-problem.ts'

// A thread that loads a script, says what it exports, and ends: what the script does meanwhile ends with it.
const { path, port, done } = workerData as InspectionTask
port.postMessage(await answer())
Atomics.store(done, 0, 1)
Atomics.notify(done, 0)

async function answer(): Promise<InspectionAnswer> {
  try {
    const script = await loadScript(path)
    const isFunction = (name: string) => typeof script[name] === 'function'
    const names = Object.keys(script)
    return {
      functions: names.filter(isFunction),
      others: names.filter((name) => !isFunction(name)),
      options: plain(script.options),
      metrics: declaredMetrics(),
    }
  } catch (error) {
    return { problem: problemOf(error, path) }
  }
}

/** `undefined` of what JSON has no words for. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}
