export { type OutputTarget, openOutput } from './open-output.ts'
export type { Output } from './output.ts'
export { renderPrometheus } from './prometheus/result-text.ts'
