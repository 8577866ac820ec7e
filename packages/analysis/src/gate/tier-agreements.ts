import type { Agreement, Measured } from '@loadrun/metrics'
import type { LimitedServerPlan, MiddlewarePlan } from '@loadrun/plan'
import { type MiddlewareFigures, middlewaresOf, type ServerFigures, serversOf } from '../figures/tiers.ts'
import { agreement, upTo } from './agreement.ts'
import { leadsTo } from './leads-to.ts'

/** Sets what one tier counted beside what it counted itself elsewhere, and beside what its neighbours counted. */
export function tierAgreements(measured: Measured): readonly Agreement[] {
  const middlewares = middlewaresOf(measured).filter(hasEnd)
  return [
    ...middlewares.flatMap(ownAgreements),
    ...middlewares.flatMap((receiver) => legAgreements(receiver.plan.name, measured, middlewares, sentOn(receiver))),
    ...serversOf(measured)
      .filter(hasEnd)
      .flatMap((server) => legAgreements(server.plan.name, measured, middlewares, connectedTo(server))),
  ]
}

type Ended<Figures extends { readonly end: unknown }> = Figures & { readonly end: NonNullable<Figures['end']> }
type Sender = Ended<MiddlewareFigures>

function hasEnd<Figures extends { readonly end: unknown }>(figures: Figures): figures is Ended<Figures> {
  return figures.end !== undefined
}

function ownAgreements({ plan, end }: Sender): readonly Agreement[] {
  const ends = end.upstreamOk + end.upstreamFailed + end.upstreamDropped + end.upstreamInFlight
  const agreements = [
    agreement(
      `Ends of the requests that ${plan.name} sent on`,
      ['sent upstream', end.upstreamRequests],
      ['succeeded, failed, dropped or still under way', ends],
    ),
  ]
  // In sequence, a failure spares the rest of the fan-out.
  if (plan.order === 'sequence') return agreements
  const asked = (end.received - end.abandonedUnsent) * plan.fanout + end.retries + end.hedges
  return [
    agreement(
      `Requests that ${plan.name} sends on`,
      [`received × fan-out of ${plan.fanout}${repeats(plan) ? ', retries and hedges' : ''}`, asked],
      [
        plan.circuitBreaker === undefined ? 'sent upstream' : 'sent upstream or refused by the circuit breaker',
        end.upstreamRequests + end.refusedByCircuit,
      ],
    ),
    ...agreements,
  ]
}

function repeats({ retries, hedge }: MiddlewarePlan): boolean {
  return retries !== undefined || hedge !== undefined
}

/** Nothing where others than the middlewares send to the tier as well, or nobody does. */
function legAgreements(
  tier: string,
  { plan }: Measured,
  middlewares: readonly Sender[],
  compare: (senders: readonly Sender[]) => readonly Agreement[],
): readonly Agreement[] {
  const senders = middlewares.filter((sender) => leadsTo(sender.plan, tier))
  const isTarget = plan.target.kind === 'tier' && plan.target.tier === tier
  const isBehindProxy = plan.topology.some((each) => each.kind === 'toxics' && leadsTo(each, tier))
  return senders.length === 0 || isTarget || isBehindProxy ? [] : compare(senders)
}

function sentOn({ plan, end }: Sender): (senders: readonly Sender[]) => readonly Agreement[] {
  return (senders) => [
    agreement(
      `Requests from ${namesOf(senders)} to ${plan.name}`,
      ['sent on a connection', sum(senders, (sender) => sender.end.upstreamSent)],
      [`received by ${plan.name}`, end.received],
    ),
  ]
}

function connectedTo({ plan, end }: Ended<ServerFigures>): (senders: readonly Sender[]) => readonly Agreement[] {
  return (senders) => {
    const refused = end.rejected + end.rejectedRequests
    const made = end.accepted + end.rejected + end.waitingConnections
    return [
      ...(refusalsAreSeen(plan)
        ? [
            agreement(
              `Refusals at ${plan.name}'s limit`,
              [`refused by ${plan.name}`, refused],
              refusalsKnown(senders, plan, refused),
            ),
          ]
        : []),
      agreement(`Connections from ${namesOf(senders)} to ${plan.name}`, connectionsKnown(senders, made), [
        `accepted or refused by ${plan.name}, or still waiting there`,
        made,
      ]),
    ]
  }
}

/**
 * Whether each refusal has its own text, which somebody hears: who is refused without a word sees a lost connection like
 * any other, a limit for each address answers otherwise, and who has to wait may have gone.
 */
function refusalsAreSeen({ refusal, maxConnectionsPerIp, queueTimeoutMs }: LimitedServerPlan): boolean {
  return refusal.kind === 'response' && maxConnectionsPerIp === undefined && queueTimeoutMs === undefined
}

/** A request that a timer ended, or that was dropped, may have been refused a moment before, unseen. */
function refusalsKnown(
  senders: readonly Sender[],
  server: LimitedServerPlan,
  refused: number,
): readonly [string, number] {
  const seen = sum(senders, (sender) => refusalsSeen(sender, server))
  const endedEarly = sum(senders, (sender) => sender.end.upstreamTimeouts + sender.end.upstreamDropped)
  return upTo(refused, [`seen by ${namesOf(senders)}`, seen], [', or dropped before it was seen', endedEarly])
}

/** A connection may come to stand just as the request that it was made for is ended. */
function connectionsKnown(senders: readonly Sender[], made: number): readonly [string, number] {
  const opened = sum(senders, (sender) => sender.end.upstreamConnections)
  const unsent = sum(senders, (sender) => sender.end.upstreamRequests - sender.end.upstreamSent)
  return upTo(made, [`opened by ${namesOf(senders)}`, opened], [', or given up while it was made', unsent])
}

function refusalsSeen({ observation }: Sender, { refusal }: LimitedServerPlan): number {
  return observation.upstreamFailures
    .filter(({ cause, text }) => cause === 'status' && refusal.kind === 'response' && text === refusal.text)
    .reduce((count, failure) => count + failure.count, 0)
}

function namesOf(senders: readonly Sender[]): string {
  return senders.map(({ plan }) => plan.name).join(' and ')
}

function sum(senders: readonly Sender[], figure: (sender: Sender) => number): number {
  return senders.reduce((total, sender) => total + figure(sender), 0)
}
