export { compareRuns } from './comparison/compare-runs.ts'
export * from './comparison.ts'
export { judge } from './gate/judge.ts'
export { type Prediction, simulate } from './prediction/simulate.ts'
