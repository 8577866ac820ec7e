import type { Agents, NatsAddress } from '@loadrun/agents'
import type { Plan } from '@loadrun/plan'
import { type Command, Option } from 'commander'
import { exitCodes, UserError } from './exit-codes.ts'
import { durationMs, labels, wholeNumber } from './option-values.ts'
import type { Terminal } from './terminal.ts'

/** Where NATS is, as the options and the environment say. */
export interface NatsOptions {
  readonly nats: string
  readonly natsPrefix: string
  readonly natsCredentials?: string
  readonly natsToken?: string
  readonly natsCa?: string
  readonly natsCert?: string
  readonly natsKey?: string
}

/** How a run is made by agents. Without `nats`, nothing of it counts. */
export interface AgentRunOptions extends NatsOptions {
  readonly agents?: number
  readonly agentLabels: Readonly<Record<string, string>>
  readonly agentWait: number
  readonly agentLossAfter: number
  readonly onAgentLoss: 'continue' | 'stop'
  readonly allowDegraded?: boolean
}

export function withNatsOptions(command: Command): Command {
  return command
    .option('--nats-prefix <subject>', 'what all NATS subjects begin with', 'loadrun')
    .option('--nats-credentials <file>', 'a NATS user’s credentials, as nsc writes them')
    .addOption(new Option('--nats-token <token>', 'a NATS token').env('LOADRUN_NATS_TOKEN'))
    .option('--nats-ca <file>', 'PEM of the authority that signed NATS’s certificate')
    .option('--nats-cert <file>', 'PEM of one’s own certificate, for mutual TLS')
    .option('--nats-key <file>', 'PEM of its key')
}

export function withAgentRunOptions(command: Command): Command {
  command
    .addOption(new Option('--nats <url>', 'let agents make the load, found at this NATS server').env('LOADRUN_NATS'))
    .option('--agents <n>', 'how many agents make it, each with --workers threads (default: 1)', wholeNumber)
    .option('--agent-labels <key=value,…>', 'only agents with these labels', labels, {})
    .option('--agent-wait <duration>', 'how long to wait for so many agents', durationMs, 60_000)
    .option('--agent-loss-after <duration>', 'an agent not heard for so long is lost', durationMs, 10_000)
    .addOption(
      new Option('--on-agent-loss <what>', 'what becomes of the run when an agent is lost')
        .choices(['continue', 'stop'])
        .default('continue'),
    )
    .option('--allow-degraded', 'let a run pass although agents were lost')
  return withNatsOptions(command)
}

export function natsAddress(options: NatsOptions): NatsAddress {
  const { natsCredentials, natsToken, natsCa, natsCert, natsKey } = options
  const tls = {
    ...(natsCa === undefined ? {} : { caFile: natsCa }),
    ...(natsCert === undefined ? {} : { certFile: natsCert }),
    ...(natsKey === undefined ? {} : { keyFile: natsKey }),
  }
  return {
    url: options.nats,
    ...(natsCredentials === undefined ? {} : { credentialsFile: natsCredentials }),
    ...(natsToken === undefined ? {} : { token: natsToken }),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  }
}

/** The agents that make the loads of a study; `undefined` where this process makes them. */
export async function openLoadSource(
  plans: readonly Plan[],
  options: Partial<AgentRunOptions>,
  terminal: Terminal,
): Promise<(AsyncDisposable & { readonly agents: Agents }) | undefined> {
  if (!usesAgents(options)) {
    if (options.agents === undefined) return undefined
    throw new UserError(
      `Cannot run on ${options.agents} agents: --nats is wanted, to say where they are found`,
      exitCodes.badInput,
    )
  }
  if (plans.some(({ isolation }) => isolation !== undefined)) {
    throw new UserError(
      'Cannot run on agents with `topology.isolation: netns`: its tiers can be reached from this machine only',
      exitCodes.badInput,
    )
  }
  // Only who asks for agents pays for what they need.
  const { openAgents } = await import('@loadrun/agents')
  const agents = await openAgents({
    nats: natsAddress(options),
    prefix: options.natsPrefix,
    agents: options.agents ?? 1,
    labels: options.agentLabels,
    waitMs: options.agentWait,
    lossAfterMs: options.agentLossAfter,
    onLoss: options.onAgentLoss,
    degradedAllowed: options.allowDegraded ?? false,
    onEvent: (text) => terminal.error(text),
  }).catch((error: unknown) => {
    throw new UserError(error instanceof Error ? error.message : String(error), exitCodes.cannotRun)
  })
  return { agents, [Symbol.asyncDispose]: () => agents.close() }
}

function usesAgents(options: Partial<AgentRunOptions>): options is AgentRunOptions {
  return options.nats !== undefined
}
