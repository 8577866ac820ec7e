import type { Load } from '@loadrun/plan'
import type { Quota } from './quota.ts'

export function sharedIterations({ vus, iterations }: Extract<Load, { executor: 'shared-iterations' }>): Quota {
  return { users: vus, iterations, by: 'any' }
}
