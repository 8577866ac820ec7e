import type { OwnMetric, ScriptFactsOf } from '@loadrun/plan'
import { type DeclaredMetric, inspectScript, type ScriptProblem } from '@loadrun/script'

/** What a script exports and the metrics that it makes, or why it cannot be loaded and where. */
export const scriptFactsOf: ScriptFactsOf = (path) => {
  const answer = inspectScript(path)
  if ('problem' in answer) return { problem: problemText(answer.problem) }
  return { functions: answer.functions, metrics: answer.metrics.map(ownMetric) }
}

function problemText({ file, line, column, message }: ScriptProblem): string {
  if (line === undefined) return message
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`
}

function ownMetric({ name, kind, isTime }: DeclaredMetric): OwnMetric {
  if (kind === 'trend') return { name, kind: isTime ? 'time' : 'trend' }
  return { name, kind: kind === 'gauge' ? 'value' : kind }
}
