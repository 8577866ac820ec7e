import { hostname } from 'node:os'
import { type NatsOptions, natsAddress } from '../agents.ts'
import { exitCodes, UserError } from '../exit-codes.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

export interface AgentCommandOptions extends NatsOptions {
  readonly name?: string
  readonly labels: Readonly<Record<string, string>>
  readonly allowTargets?: string
}

/** Waits for runs at NATS and makes its part of them, until Ctrl-C. */
export async function agent(options: AgentCommandOptions, terminal: Terminal): Promise<number> {
  const { serveAgent } = await import('@loadrun/agents')
  using stop = stopSignal(() => terminal.error('Stopping: a load under way is ended and reported.'))
  try {
    await serveAgent({
      nats: natsAddress(options),
      prefix: options.natsPrefix,
      name: options.name ?? hostname(),
      labels: options.labels,
      ...(options.allowTargets === undefined ? {} : { allowTargets: options.allowTargets }),
      signal: stop.signal,
      onEvent: (text) => terminal.print(text),
    })
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error), exitCodes.cannotRun)
  }
  return exitCodes.passed
}
