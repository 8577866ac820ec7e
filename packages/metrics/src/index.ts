export * from './metrics.ts'
export * from './result.ts'
export * from './socket-observation.ts'
export * from './tier-observation.ts'
