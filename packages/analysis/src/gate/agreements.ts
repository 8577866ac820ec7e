import type { Agreement, FailureCause, Measured } from '@loadrun/metrics'
import { requestCounts } from '../figures/requests.ts'
import { middlewaresOf } from '../figures/tiers.ts'
import { agreement } from './agreement.ts'
import { connectionAgreements, proxyAgreements } from './connection-agreements.ts'
import { tierAgreements } from './tier-agreements.ts'

/** Sets the counts of clients, tiers and time slices side by side, wherever two of them count the same thing. */
export function agreementsOf(measured: Measured): readonly Agreement[] {
  return [
    ...intervalAgreements(measured),
    ...targetAgreements(measured),
    ...tierAgreements(measured),
    ...connectionAgreements(measured),
    ...proxyAgreements(measured),
  ]
}

function intervalAgreements(measured: Measured): readonly Agreement[] {
  const sliced = measured.intervals.reduce((sum, interval) => sum + requestCounts(interval).sent, 0)
  return [
    agreement('Requests in the time slices and in all', ['sum of the slices', sliced], ['in all', sent(measured)]),
  ]
}

function targetAgreements(measured: Measured): readonly Agreement[] {
  const { target } = measured.plan
  if (target.kind !== 'tier' || asksAroundLoad(measured)) return []
  const middleware = middlewaresOf(measured).find(({ plan }) => plan.name === target.tier)
  if (middleware?.end === undefined) return []
  const [counted, all] = withWarmUp(measured)
  return [
    agreement(
      `Requests from the clients to ${target.tier}`,
      [counted, all - neverConnected(measured)],
      [`received by ${target.tier}`, middleware.end.received],
    ),
  ]
}

/** The requests of what comes before and after the load are the target's to count, but not the load's. */
function asksAroundLoad({ plan: { before, after, script } }: Measured): boolean {
  return (before ?? after) !== undefined || script?.hasSetup === true || script?.hasTeardown === true
}

/** In the time that counts. */
function sent(measured: Measured): number {
  return requestCounts(measured.total).sent
}

/** Tiers serve a warm-up like all else. */
function withWarmUp({ total }: Measured): readonly [counted: string, count: number] {
  const { sent: counted } = requestCounts(total)
  if (total.warmUp === undefined) return ['sent on a connection', counted]
  return ['sent on a connection, the warm-up included', counted + total.warmUp.requests]
}

const withoutConnection: readonly FailureCause[] = [
  'connection-refused',
  'connect-timeout',
  'no-free-port',
  'no-free-descriptor',
  'name-not-resolved',
  'certificate',
]

function neverConnected(measured: Measured): number {
  const { failures, warmUp } = measured.total
  const counted = failures
    .filter(({ cause }) => withoutConnection.includes(cause))
    .reduce((sum, failure) => sum + failure.count, 0)
  return withoutConnection.reduce((sum, cause) => sum + (warmUp?.failures[cause] ?? 0), counted)
}
