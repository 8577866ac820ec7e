import type { Agreement, Measured } from '@loadrun/metrics'
import { requestCounts } from '../figures/requests.ts'
import { middlewaresOf, serversOf } from '../figures/tiers.ts'

/** What fasthttp answers over its limit: server.go, `Server.Serve`. */
const limitText = 'The connection cannot be served because Server.Concurrency limit exceeded'

/** Sets the counts of clients, tiers and time slices side by side, wherever two of them count the same thing. */
export function agreementsOf(measured: Measured): readonly Agreement[] {
  return [...intervalAgreements(measured), ...targetAgreements(measured), ...upstreamAgreements(measured)]
}

function intervalAgreements(measured: Measured): readonly Agreement[] {
  const sliced = measured.intervals.reduce((sum, interval) => sum + requestCounts(interval).sent, 0)
  return [
    agreement('Requests in the time slices and in all', ['sum of the slices', sliced], ['in all', sent(measured)]),
  ]
}

function targetAgreements(measured: Measured): readonly Agreement[] {
  const { target } = measured.plan
  if (target.kind !== 'tier') return []
  const middleware = middlewaresOf(measured).find(({ plan }) => plan.name === target.tier)
  if (middleware?.end === undefined) return []
  return [
    agreement(
      `Requests from the clients to ${target.tier}`,
      ['sent on a connection', sent(measured) - neverConnected(measured)],
      [`received by ${target.tier}`, middleware.end.received],
    ),
  ]
}

function upstreamAgreements(measured: Measured): readonly Agreement[] {
  return middlewaresOf(measured).flatMap(({ plan, observation, end }) => {
    if (end === undefined) return []
    const agreements: Agreement[] = []
    if (plan.order === 'parallel') {
      agreements.push(
        agreement(
          `Requests that ${plan.name} sends on`,
          [`received × fan-out of ${plan.fanout}`, end.received * plan.fanout],
          ['sent upstream', end.upstreamRequests],
        ),
      )
    }
    agreements.push(
      agreement(
        `Ends of the requests that ${plan.name} sent on`,
        ['sent upstream', end.upstreamRequests],
        ['succeeded, failed or still under way', end.upstreamOk + end.upstreamFailed + end.upstreamInFlight],
      ),
    )
    const { upstream } = plan
    const server = serversOf(measured).find((tier) => upstream.kind === 'tier' && tier.plan.name === upstream.tier)
    if (server?.end === undefined) return agreements
    const refusalsSeen = observation.upstreamFailures
      .filter(({ cause, text }) => cause === 'status' && text === limitText)
      .reduce((sum, failure) => sum + failure.count, 0)
    return [
      ...agreements,
      agreement(
        `Refusals at ${server.plan.name}'s limit`,
        [`refused by ${server.plan.name}`, server.end.rejected],
        [`seen by ${plan.name}`, refusalsSeen],
      ),
      agreement(
        `Connections from ${plan.name} to ${server.plan.name}`,
        [`opened by ${plan.name}`, end.upstreamConnections],
        [`accepted or refused by ${server.plan.name}`, server.end.accepted + server.end.rejected],
      ),
    ]
  })
}

function agreement(what: string, left: readonly [string, number], right: readonly [string, number]): Agreement {
  return {
    what,
    left: { counted: left[0], count: left[1] },
    right: { counted: right[0], count: right[1] },
    agrees: left[1] === right[1],
  }
}

function sent(measured: Measured): number {
  return requestCounts(measured.total).sent
}

function neverConnected(measured: Measured): number {
  return measured.total.failures
    .filter(({ cause }) =>
      ['connection-refused', 'connect-timeout', 'no-free-port', 'no-free-descriptor', 'name-not-resolved'].includes(
        cause,
      ),
    )
    .reduce((sum, failure) => sum + failure.count, 0)
}
