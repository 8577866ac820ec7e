import type { Agreement, Measured } from '@loadrun/metrics'
import { middlewaresOf, serversOf, toxicsOf } from '../figures/tiers.ts'
import { agreement, upTo } from './agreement.ts'
import { leadsTo } from './leads-to.ts'

/**
 * Sets the connections that were opened on the legs into and out of proxies beside those that were accepted there. A tier
 * that clients connect to as well is left out, as nobody counts their connections; so is a proxy that goes down: the
 * kernel then resets connections that waited to be accepted, and nobody counts these either.
 */
export function connectionAgreements(measured: Measured): readonly Agreement[] {
  const { topology, target } = measured.plan
  const opened = openedByName(measured)
  const accepted = acceptedByName(measured)
  return topology.flatMap((tier) => {
    const openers = topology.filter((each) => leadsTo(each, tier.name))
    const isClients = target.kind === 'tier' && target.tier === tier.name
    const taken = accepted.get(tier.name)
    const counts = openers.flatMap(({ name }) => opened.get(name) ?? [])
    if (![tier, ...openers].some(({ kind }) => kind === 'toxics')) return []
    if (openers.length === 0 || counts.length < openers.length || isClients || taken === undefined) return []
    if (tier.kind === 'toxics' && tier.toxics.some(({ type }) => type === 'down')) return []
    const names = openers.map(({ name }) => name).join(' and ')
    const sum = (figure: (count: Opened) => number) => counts.reduce((total, count) => total + figure(count), 0)
    return [
      agreement(
        `Connections from ${names} to ${tier.name}`,
        upTo(
          taken,
          [`opened by ${names}`, sum(({ made }) => made)],
          [', or given up while it was made', sum(({ givenUp }) => givenUp)],
        ),
        [`taken by ${tier.name}`, taken],
      ),
    ]
  })
}

interface Opened {
  readonly made: number
  /** May have been made without its opener's noticing. */
  readonly givenUp: number
}

/** Whether every connection that a proxy accepted has come to one of the ends that it counts. */
export function proxyAgreements(measured: Measured): readonly Agreement[] {
  return toxicsOf(measured).flatMap(({ plan, end }) => {
    if (end === undefined) return []
    const ended = end.ended + end.passedReset + end.upstreamFailed + end.resetByToxic + end.closedByToxic
    return [
      agreement(
        `Ends of the connections that ${plan.name} accepted`,
        ['accepted', end.accepted],
        ['ended in some way or still open', ended + end.open],
      ),
    ]
  })
}

function openedByName(measured: Measured): ReadonlyMap<string, Opened> {
  return new Map([
    ...middlewaresOf(measured).flatMap(({ plan, end }) =>
      end === undefined
        ? []
        : [[plan.name, { made: end.upstreamConnections, givenUp: end.upstreamRequests - end.upstreamSent }] as const],
    ),
    ...toxicsOf(measured).flatMap(({ plan, end }) =>
      end === undefined
        ? []
        : [[plan.name, { made: end.upstreamConnections, givenUp: end.accepted - end.upstreamConnections }] as const],
    ),
  ])
}

function acceptedByName(measured: Measured): ReadonlyMap<string, number> {
  return new Map([
    ...serversOf(measured).flatMap(({ plan, end }) =>
      end === undefined ? [] : [[plan.name, end.accepted + end.rejected + end.waitingConnections] as const],
    ),
    ...toxicsOf(measured).flatMap(({ plan, end }) => (end === undefined ? [] : [[plan.name, end.accepted] as const])),
  ])
}
