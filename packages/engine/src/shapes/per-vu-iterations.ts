import type { Load } from '@loadrun/plan'
import type { Quota } from './quota.ts'

export function perVuIterations({ vus, iterations }: Extract<Load, { executor: 'per-vu-iterations' }>): Quota {
  return { users: vus, iterations: vus * iterations, by: 'each' }
}
