import type { FunctionsOf } from '@loadrun/plan'
import { inspectScript } from '@loadrun/script'

/** The functions that a script exports, or why it cannot be loaded and where. */
export const functionsOf: FunctionsOf = (path) => {
  const answer = inspectScript(path)
  if (!('problem' in answer)) return answer.functions
  const { file, line, column, message } = answer.problem
  if (line === undefined) return { problem: message }
  return { problem: `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}` }
}
