export * from './distribution.ts'
export * from './random.ts'
