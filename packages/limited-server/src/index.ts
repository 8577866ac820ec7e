export { type Clock, systemClock, type Timer } from './clock.ts'
export { defaultOptions, optionsFromPlan, type ServerOptions } from './options.ts'
export { type LimitedServer, type ServerDependencies, startLimitedServer } from './server.ts'
