import type { Plan } from '../plan/plan.ts'
import type { GivenTopology } from '../schema/topology.ts'
import { withoutSecrets } from '../secrets/without-secrets.ts'
import type { SoundVariant } from '../variants/check-variant.ts'
import { scenariosWithin } from './cut-loads.ts'
import { defaultAddresses, defaults, defaultWorkers } from './defaults.ts'
import { withApart } from './fill-apart.ts'
import { fillAroundLoad, handedBy } from './fill-around-load.ts'
import { fillHosts } from './fill-hosts.ts'
import { fillObserve } from './fill-observe.ts'
import type { RecordingOf } from './fill-recording.ts'
import { fillScenario } from './fill-scenario.ts'
import { withStarts } from './fill-starts.ts'
import { withRows } from './fill-threshold-rows.ts'
import { fillTiers } from './fill-tiers.ts'

/** What a plan is made of beside what the file says. */
interface Surroundings {
  readonly file: string
  readonly cores: number
  readonly platform?: string
  readonly workers?: number
  readonly recordingOf?: RecordingOf
}

const noTopology: GivenTopology = { isolation: undefined, hosts: undefined, tiers: {} }

/** The one place where what a file leaves out is filled in. */
export function fillPlan(
  { given, variant, configuration, ownThresholds }: SoundVariant,
  { file, cores, platform = 'linux', workers, recordingOf }: Surroundings,
): Plan {
  const seed = given.seed ?? defaults.seed
  const { isolation, hosts, tiers } = given.topology ?? noTopology
  // Between hosts of their own, loopback's reuse of ports in TIME_WAIT does not have to be spread away.
  const topology = fillTiers(tiers, seed, isolation === undefined ? defaultAddresses(platform) : 1)
  const socketsEveryMs = (given.sockets === false ? undefined : given.sockets?.every) ?? defaults.socketsEveryMs
  const around = fillAroundLoad(given, file)
  const handed = handedBy(around.before)
  const inFile = { file, vars: given.vars ?? {}, handed, data: given.data ?? {}, recordingOf }
  const asked = scenariosWithin(given)
  const filled = Object.entries(asked).map(([name, scenario]) => fillScenario(name, scenario, inFile))
  const scenarios = withStarts(filled, asked)
  const promised = [...(given.thresholds ?? []), ...ownThresholds]
  const thresholds = promised.map((threshold) => withRows(threshold, scenarios))
  return {
    name: given.name ?? nameOfFile(file),
    variant: withoutSecrets(variant),
    seed,
    workers: workers ?? given.workers ?? defaultWorkers(cores, topology.length > 0),
    ...(given.warmUp !== undefined && { warmUpMs: given.warmUp }),
    pacing: given.pacing ?? defaults.pacing,
    topology,
    isolation: isolation && { kind: isolation, hosts: fillHosts(topology, hosts) },
    target: given.target,
    scenarios: scenarios.map((scenario) => withApart(scenario, thresholds)),
    ...around,
    sockets: given.sockets === false ? undefined : { everyMs: socketsEveryMs },
    observe: fillObserve(given.observe ?? {}, socketsEveryMs),
    thresholds,
    configuration: withoutSecrets(configuration),
  }
}

/** `checkout` of `load/checkout.yaml`. */
function nameOfFile(file: string): string {
  const [base = ''] = file.split(/[\\/]/).slice(-1)
  const name = base
    .replace(/\.(ya?ml|m?[jt]s)$/i, '')
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')
    .slice(0, 100)
  return /^[\p{L}\p{N}]/u.test(name) ? name : 'scenario'
}
