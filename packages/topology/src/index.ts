export * from './listen-below-ephemeral-range.ts'
export * from './messages.ts'
export * from './run-tier-process.ts'
export * from './start-topology.ts'
