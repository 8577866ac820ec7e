export { columnsOf } from './data/columns-of.ts'
export { type GeneratedLoad, generateLoad, type LoadGiven } from './generate-load.ts'
export { type RunGiven, type RunProgress, run, thisHost } from './run.ts'
