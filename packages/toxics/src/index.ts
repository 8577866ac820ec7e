export { type Clock, systemClock, type Timer } from './clock.ts'
export { startToxics, type Toxics } from './toxics.ts'
