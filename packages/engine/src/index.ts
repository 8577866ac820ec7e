export { columnsOf } from './data/columns-of.ts'
export { problemWithFile } from './data/problem-with-file.ts'
export {
  type GeneratedLoad,
  generateLoad,
  type LoadGiven,
  type LoadOutcome,
  type LoadPlan,
  type LoadShare,
  type LoadSource,
  type LoadStart,
  totalOf,
} from './generate-load.ts'
export { recordingReader } from './recordings/recordings.ts'
export { type RunGiven, type RunProgress, run, thisHost } from './run.ts'
export { SecondsOfAll } from './seconds-of-all.ts'
export { setUp, tearDown } from './stages/around-load.ts'
export { callOf, runStage } from './stages/run-stage.ts'
