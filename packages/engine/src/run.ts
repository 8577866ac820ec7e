import { cpus, release, type } from 'node:os'
import process from 'node:process'
import type { Leg, Measured, Metrics, SocketSample } from '@loadrun/metrics'
import { loadGenerator, type Plan, type Target, upstreamOf, withoutSecrets } from '@loadrun/plan'
import {
  type HostsObserver,
  type ObservedHost,
  observeHosts,
  observeSockets,
  readLocalPorts,
  type SocketObserver,
} from '@loadrun/sockets'
import {
  type Hosts,
  openHosts,
  readFileOnHost,
  startTopology,
  type TierAddress,
  type TierEntries,
  type Topology,
  tierUrls,
} from '@loadrun/topology'
import { withAgentsSockets } from './agents-sockets.ts'
import { generateLoad, type LoadSource } from './generate-load.ts'
import { LoadOnHost } from './load-on-host.ts'

export interface RunGiven {
  /** The files to start as tiers' processes, by kind. */
  readonly tierEntries: TierEntries
  /** Ends the load; what was measured is still returned. */
  readonly signal: AbortSignal
  /** Who makes the load; left out: threads of this process. */
  readonly loadSource?: LoadSource
  /** Told at once what the user may want to mend before the run has come to its end. */
  readonly onWarning?: (warning: string) => void
  /** Called once a second of load. */
  readonly onProgress: (progress: RunProgress) => void
}

export interface RunProgress {
  readonly interval: Metrics
  readonly sockets: SocketSample | undefined
  /** What was observed around the load until now: read only where it is asked for. */
  readonly soFar: () => Pick<Measured, 'startedAt' | 'sockets' | 'tiers'>
}

/** Carries out a plan: starts its tiers, observes their sockets, makes the load, and returns what was measured. */
export async function run(plan: Plan, given: RunGiven): Promise<Measured> {
  const hosts = plan.isolation && (await openHosts(plan.isolation, plan.topology))
  try {
    return await runOn(hosts, plan, given)
  } finally {
    await hosts?.close()
  }
}

const ownThreads: LoadSource = { generate: generateLoad }

/** `undefined` stands for this host, for all tiers and the load generator alike. */
async function runOn(hosts: Hosts | undefined, plan: Plan, given: RunGiven): Promise<Measured> {
  const troubles: string[] = []
  const topology = await startTopology(plan.topology, {
    entries: given.tierEntries,
    ...(hosts && { hosts }),
    onTrouble: (trouble) => troubles.push(trouble),
  })
  let loadOnHost: LoadOnHost | undefined
  let ownHosts: HostsObserver | undefined
  try {
    loadOnHost = hosts && (await LoadOnHost.start(hosts.of(loadGenerator)))
    const observedHosts = hosts && hostsOf(hosts, topology, loadOnHost?.pid)
    const sockets = await observe(plan, topology, { hosts: observedHosts, loadPid: loadOnHost?.pid ?? process.pid })
    ownHosts = await observeHosts(plan.observe, (host, reason) =>
      given.onWarning?.(`The sockets of ${host} could not be read: ${reason}`),
    )
    let startedAtEpochMs = 0
    const loadGiven = {
      targets: targetUrls(plan.target, topology),
      signal: given.signal,
      onStart: (atEpochMs: number) => {
        startedAtEpochMs = atEpochMs
        topology.loadStarted(atEpochMs)
        sockets.loadStarted(atEpochMs)
        ownHosts?.loadStarted(atEpochMs)
      },
      onInterval: (interval: Metrics) =>
        given.onProgress({
          interval,
          sockets: sockets.latest(),
          soFar: () => ({
            startedAt: new Date(startedAtEpochMs).toISOString(),
            sockets: sockets.soFar(),
            tiers: topology.soFar(),
          }),
        }),
      ...(plan.sockets &&
        plan.target.kind !== 'none' && {
          ownSockets: { leg: ownLeg(plan.target, plan.scenarios, topology), everyMs: plan.sockets.everyMs },
        }),
    }
    const load = await (given.loadSource ?? loadOnHost ?? ownThreads).generate(plan, loadGiven)
    const [observation, hostObservations] = await Promise.all([sockets.stop(), ownHosts.stop()])
    const tiers = await topology.stop()
    return {
      plan: withoutSecrets(plan),
      host: thisHost(),
      startedAt: new Date(startedAtEpochMs).toISOString(),
      elapsedMs: load.total.toMs,
      interrupted: load.interrupted,
      total: load.total,
      intervals: load.intervals,
      sockets: withAgentsSockets(observation, load.agents),
      ...(hostObservations.length > 0 && { hosts: hostObservations }),
      tiers,
      troubles: [...troubles, ...load.troubles],
      ...(load.agents && { agents: load.agents }),
    }
  } finally {
    await loadOnHost?.stop()
    await ownHosts?.stop()
    await topology.stop()
  }
}

const notAsked = { observed: false, reason: 'the scenario file says `sockets: false`' } as const

function observe(
  { sockets, ...plan }: Plan,
  topology: Topology,
  { hosts, loadPid }: Readonly<{ hosts: readonly ObservedHost[] | undefined; loadPid: number }>,
): Promise<SocketObserver> {
  if (sockets !== undefined) {
    return observeSockets({
      legs: legsOf(plan, topology),
      everyMs: sockets.everyMs,
      processes: processesOf(topology, loadPid),
      ...(hosts && { hosts }),
    })
  }
  return Promise.resolve({
    loadStarted() {},
    latest: () => undefined,
    soFar: () => notAsked,
    stop: () => Promise.resolve(notAsked),
  })
}

/** A program of the user's own may have further processes, so its first one's descriptors would tell nothing. */
function processesOf({ tiers }: Topology, loadPid: number): readonly { readonly name: string; readonly pid: number }[] {
  const own = tiers.flatMap(({ name, kind, pid }) => (kind === 'command' || pid === undefined ? [] : [{ name, pid }]))
  return [{ name: loadGenerator, pid: loadPid }, ...own]
}

/** Where the kernel shows each host: through a process that runs there. */
function hostsOf(hosts: Hosts, topology: Topology, loadPid: number | undefined): readonly ObservedHost[] {
  return [{ name: loadGenerator, pid: loadPid }, ...topology.tiers].map(({ name, pid }) => ({
    name,
    procNet: `/proc/${pid}/net`,
    localPorts: readLocalPorts((path) => readFileOnHost(path, hosts.of(name))),
  }))
}

function targetUrls(target: Plan['target'], topology: Topology): readonly string[] {
  if (target.kind === 'none') return []
  if (target.kind === 'url') return [target.url]
  return tierUrls(addressOf(target.tier, topology))
}

function legsOf(
  { target, topology: tiers, scenarios }: Pick<Plan, 'target' | 'topology' | 'scenarios'>,
  topology: Topology,
): readonly Leg[] {
  if (target.kind === 'none') return []
  const legs = [ownLeg(target, scenarios, topology)]
  const reached = reachedFrom(target, tiers)
  for (const tier of tiers) {
    const upstream = upstreamOf(tier)
    if (upstream !== undefined && reached.has(tier.name)) legs.push(legTo(upstream, tier.name, topology))
  }
  return legs
}

/** Names of the tiers that requests come to: a variant may send them past some, which then have no connections. */
function reachedFrom(target: Target, tiers: Plan['topology']): ReadonlySet<string> {
  const names = new Set<string>()
  for (let next: Target | undefined = target; next?.kind === 'tier'; ) {
    const name: string = next.tier
    names.add(name)
    const tier = tiers.find((each) => each.name === name)
    next = tier && upstreamOf(tier)
  }
  return names
}

/** The load generator's, whose connections go to a proxy where there is one. */
function ownLeg(target: Target, scenarios: Plan['scenarios'], topology: Topology): Leg {
  const leg = legTo(target, loadGenerator, topology)
  const ports = scenarios.map(({ connecting: { proxy } }) => (proxy === undefined ? leg.ports : [portOf(proxy)]))
  return { ...leg, ports: [...new Set(ports.flat())] }
}

function legTo(target: Target, from: string, topology: Topology): Leg {
  if (target.kind === 'tier') {
    const { port } = addressOf(target.tier, topology)
    return { name: `${from} → ${target.tier}`, from, to: target.tier, ports: [port] }
  }
  const { host } = new URL(target.url)
  return { name: `${from} → ${host}`, from, to: host, ports: [portOf(target.url)] }
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

function addressOf(name: string, topology: Topology): TierAddress {
  const tier = topology.tiers.find((candidate) => candidate.name === name)
  if (tier === undefined) throw new Error(`Cannot find the address of tier '${name}': it was not started`)
  return tier
}

/** The machine that this process runs on. */
export function thisHost(): Measured['host'] {
  const processors = cpus()
  return {
    node: process.version,
    os: `${type()} ${release()}`,
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
  }
}
