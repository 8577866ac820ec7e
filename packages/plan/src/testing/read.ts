import type { Plan } from '../plan/plan.ts'
import { formatProblem } from '../problems/format-problem.ts'
import type { Problem } from '../problems/problem.ts'
import { type Given, readScenario } from '../read-scenario.ts'

const machine: Given = { file: 'test.yaml', cores: 4, platform: 'linux' }

/** The plans of a text that has no mistakes. */
export function plansOf(text: string, given: Partial<Given> = {}): readonly Plan[] {
  const read = readScenario(text, { ...machine, ...given })
  if ('plans' in read) return read.plans
  throw new Error(read.problems.map((problem) => formatProblem(problem)).join('\n\n'))
}

export function planOf(text: string, given: Partial<Given> = {}): Plan {
  const [plan] = plansOf(text, given)
  if (plan === undefined) throw new Error('The text asks for no plan')
  return plan
}

export function problemsOf(text: string, given: Partial<Given> = {}): readonly Problem[] {
  const read = readScenario(text, { ...machine, ...given })
  return 'problems' in read ? read.problems : []
}

/** Problems as people read them. */
export function complaintsAbout(text: string, given: Partial<Given> = {}): string {
  return problemsOf(text, given)
    .map((problem) => formatProblem(problem))
    .join('\n')
}
