export * from './plan.ts'
export { formatProblem } from './problems/format-problem.ts'
export type { Problem } from './problems/problem.ts'
export { type Given, readScenario } from './read-scenario.ts'
