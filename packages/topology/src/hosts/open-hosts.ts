import process from 'node:process'
import type { HostPlan, IsolationPlan, TierPlan } from '@loadrun/plan'
import type { Host } from './host.ts'
import { namePrefix, thisProcess } from './namespace-owner.ts'
import { runCommand, runIp } from './run-command.ts'
import { namespaceFolder, removeNamespace, sweepDeadOwners } from './sweep.ts'

/** Hosts that can reach one another and nothing else. */
export interface Hosts {
  /** The host of that name. */
  of(name: string): Host
  /** Removes them, and ends what still runs on them. Calling it again does nothing. */
  close(): Promise<void>
}

const settingsFolder = '/proc/sys/net/ipv4'
/** As `tcp_tw_reuse` numbers them: https://docs.kernel.org/networking/ip-sysctl.html */
const timeWaitReuses = ['never', 'everywhere', 'loopback'] as const

let opened = 0

/**
 * Makes a network namespace for each host and connects them with cables (veth) to a switch (a bridge) in another one.
 * Before that it removes the namespaces of earlier runs that ended without doing so. Rejects, with nothing left behind,
 * where this machine or this user cannot.
 */
export async function openHosts(
  { hosts }: IsolationPlan,
  tiers: readonly TierPlan[],
  on: Readonly<ReturnType<typeof here>> = here(),
): Promise<Hosts> {
  const missing = missingOn(on)
  if (missing !== undefined) throw cannot(missing)
  opened += 1
  const prefix = namePrefix(thisProcess(), opened)
  const network = {
    switchName: `${prefix}+switch`,
    hosts: hosts.map((plan, index) => draw(plan, index, prefix, tiers)),
  }
  const names = [network.switchName, ...network.hosts.map(({ namespaceName }) => namespaceName)]
  const close = async () => {
    for (const name of names.splice(0)) await removeNamespace(name)
  }
  try {
    await sweepDeadOwners()
    await build(network)
  } catch (error) {
    await close()
    throw cannot(error instanceof Error ? error.message : String(error), error)
  }
  return {
    of(name) {
      const host = network.hosts.find((each) => each.name === name)
      if (host === undefined) throw new Error(`There is no host "${name}": hosts are ${hosts.map((each) => each.name)}`)
      return host
    },
    close,
  }
}

interface DrawnHost extends Host {
  readonly plan: HostPlan
  readonly namespaceName: string
  /** The end of its cable at the switch. */
  readonly plug: string
}

function draw(plan: HostPlan, index: number, prefix: string, tiers: readonly TierPlan[]): DrawnHost {
  const { name } = plan
  const tier = tiers.find((each) => each.name === name)
  const count = tier?.kind === 'limited-server' ? tier.addresses : 1
  const namespaceName = `${prefix}-${name}`
  const network = `10.${(index + 1) >> 8}.${(index + 1) & 255}`
  const more = Array.from({ length: count - 1 }, (_, step) => `${network}.${step + 2}`)
  return {
    name,
    plan,
    namespaceName,
    namespace: `${namespaceFolder}/${namespaceName}`,
    addresses: [`${network}.1`, ...more],
    plug: `host${index + 1}`,
  }
}

async function build(network: Readonly<{ switchName: string; hosts: readonly DrawnHost[] }>): Promise<void> {
  const { switchName, hosts } = network
  await runIp([
    `netns add ${switchName}`,
    ...hosts.flatMap(({ namespaceName, plug }) => [
      `netns add ${namespaceName}`,
      `link add name eth0 netns ${namespaceName} type veth peer name ${plug} netns ${switchName}`,
    ]),
  ])
  const plugs = hosts.map(({ plug }) => `link set dev ${plug} master switch up`)
  await runIp(['link add switch type bridge', 'link set dev switch up', ...plugs], switchName)
  for (const host of hosts) await setUp(host)
}

async function setUp({ namespaceName, namespace, addresses, plan }: DrawnHost): Promise<void> {
  const adding = addresses.map((address) => `address add ${address}/8 dev eth0`)
  await runIp([...adding, 'link set dev lo up', 'link set dev eth0 up'], namespaceName)
  const { localPorts, timeWaitReuse } = plan
  if (localPorts !== undefined) await set(namespace, 'ip_local_port_range', `${localPorts.low} ${localPorts.high}`)
  if (timeWaitReuse !== undefined) await set(namespace, 'tcp_tw_reuse', `${timeWaitReuses.indexOf(timeWaitReuse)}`)
}

async function set(namespace: string, setting: string, value: string): Promise<void> {
  await runCommand('nsenter', [`--net=${namespace}`, 'tee', `${settingsFolder}/${setting}`], value)
}

function here() {
  return { platform: process.platform, user: process.geteuid?.() }
}

/** What this machine or this user lacks; whether they may do all of it, only the attempt can tell. */
function missingOn({ platform, user }: ReturnType<typeof here>): string | undefined {
  if (platform !== 'linux') return `this is ${platform}`
  return user === 0 ? undefined : `this is user ${user}`
}

function cannot(found: string, cause?: unknown): Error {
  return new Error(
    `isolation: netns cannot give each tier a network namespace of its own: ${found}. Wanted: Linux, root (sudo; in a ` +
      "container CAP_SYS_ADMIN and CAP_NET_ADMIN), and the commands ip (iproute2) and nsenter (util-linux). Without 'isolation' everything runs over loopback.",
    { cause },
  )
}
