import type { Finding, Measured } from '@loadrun/metrics'
import { timeoutEffect, workForNobody } from './abandoned-work.ts'
import { descriptors } from './descriptors.ts'
import type { FindingRule } from './finding.ts'
import { lateGenerator } from './late-generator.ts'
import { lostAgents } from './lost-agents.ts'
import { mainFailure } from './main-failure.ts'
import { noFreePort } from './no-free-port.ts'
import { ownHosts } from './own-hosts.ts'
import { prediction } from './prediction.ts'
import { resets } from './resets.ts'
import { scriptErrors } from './script-errors.ts'
import { slots } from './slots.ts'
import { slowConnects } from './slow-connects.ts'
import { timeWait } from './time-wait.ts'
import { timeWaitSource } from './time-wait-source.ts'
import { toxics } from './toxics.ts'
import { unservedArrivals } from './unserved-arrivals.ts'
import { circuitBreaking, hedging, retryAmplification } from './upstream-policies.ts'
import { warmUp } from './warm-up.ts'

/** In the order in which a reader wants them: what failed, why, and what only looks like a reason. */
const rules: readonly FindingRule[] = [
  lostAgents,
  warmUp,
  mainFailure,
  scriptErrors,
  noFreePort,
  descriptors,
  slowConnects,
  toxics,
  slots,
  retryAmplification,
  timeoutEffect,
  workForNobody,
  circuitBreaking,
  hedging,
  unservedArrivals,
  timeWait,
  timeWaitSource,
  resets,
  ownHosts,
  prediction,
  lateGenerator,
]

export function findingsOf(measured: Measured): readonly Finding[] {
  return rules.flatMap((rule) => rule(measured))
}
