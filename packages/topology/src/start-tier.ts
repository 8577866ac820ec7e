import type { Target, TierPlan } from '@loadrun/plan'
import type { Host } from './hosts/host.ts'
import type { Hosts } from './hosts/open-hosts.ts'
import type { TierAddress, ToTier, Upstream } from './messages.ts'
import { TierProcess } from './tier-process.ts'

export interface StartedTier {
  readonly plan: TierPlan
  readonly process: TierProcess
  readonly address: TierAddress
}

/** The module to run as a process for each kind of bundled tier. */
export type TierEntries = Readonly<Record<Exclude<TierPlan['kind'], 'command'>, URL>>

const commandEntry = new URL('./command/command-process.ts', import.meta.url)

export interface StartTierOptions {
  readonly entries: TierEntries
  /** Where tiers run; `undefined`: here. */
  readonly hosts: Hosts | undefined
  readonly startWithinMs: number
  readonly signal: AbortSignal | undefined
}

/** Starts a tier and waits until it listens; the upstream of a tier that has one must be among the tiers started before it. */
export async function startTier(
  plan: TierPlan,
  before: readonly StartedTier[],
  { entries, hosts, startWithinMs, signal }: StartTierOptions,
): Promise<StartedTier> {
  signal?.throwIfAborted()
  const host = hosts?.of(plan.name)
  const message = startMessage(onHost(plan, host), before)
  const process = new TierProcess(plan.name, plan.kind === 'command' ? commandEntry : entries[plan.kind], host)
  const limit = AbortSignal.timeout(startWithinMs)
  const givenUp = signal ? AbortSignal.any([limit, signal]) : limit
  try {
    return { plan, process, address: await orAborted(process.start(message), givenUp) }
  } catch (error) {
    process.kill()
    await process.ended
    if (signal?.aborted) throw signal.reason
    const found = limit.aborted
      ? `it did not listen within ${(startWithinMs / 1000).toFixed(1)} s${process.lastWords()}`
      : messageOf(error)
    throw new Error(`Cannot start tier "${plan.name}" (${plan.kind}): ${found}`, { cause: error })
  }
}

function startMessage(plan: TierPlan, before: readonly StartedTier[]): Extract<ToTier, { type: 'start' }> {
  if (plan.kind === 'limited-server') return { type: 'start', tier: plan }
  if (plan.kind === 'command') {
    const { upstream } = plan
    return { type: 'start', tier: plan, sendsTo: upstream && addressesOf(upstream, plan.name, before) }
  }
  return { type: 'start', tier: plan, upstream: addressesOf(plan.upstream, plan.name, before) }
}

/** A host's own address is the one to listen on there. */
function onHost(plan: TierPlan, host: Host | undefined): TierPlan {
  return host === undefined ? plan : { ...plan, host: host.addresses[0] }
}

function addressesOf(upstream: Target, name: string, before: readonly StartedTier[]): Upstream {
  if (upstream.kind === 'url') return { url: upstream.url }
  const tier = before.find(({ plan }) => plan.name === upstream.tier)
  if (tier === undefined) {
    const names = before.map(({ plan }) => `"${plan.name}"`).join(', ') || 'none'
    throw new Error(
      `Cannot start tier "${name}": its upstream "${upstream.tier}" must be started before it; before it: ${names}`,
    )
  }
  return tier.address
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
