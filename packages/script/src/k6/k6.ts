// `import { … } from 'k6'`.
export { check } from '../api/check.ts'
export { fail, group, sleep } from '../api/flow.ts'

/** k6’s way of making numbers repeat. Here they do by the plan’s seed. */
export function randomSeed(): void {}
