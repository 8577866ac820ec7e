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
  const { allowedTargets, serveAgent } = await import('@loadrun/agents')
  const allows = options.allowTargets === undefined ? undefined : orBadInput(allowedTargets, options.allowTargets)
  using stop = stopSignal(() => terminal.error('Stopping: a load under way is ended and reported.'))
  try {
    await serveAgent({
      nats: natsAddress(options),
      prefix: options.natsPrefix,
      name: options.name ?? hostname(),
      labels: options.labels,
      ...(allows && { allows }),
      signal: stop.signal,
      onEvent: (text) => terminal.print(text),
    })
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error), exitCodes.cannotRun)
  }
  return exitCodes.passed
}

function orBadInput<Value>(read: (text: string) => Value, text: string): Value {
  try {
    return read(text)
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error), exitCodes.badInput)
  }
}
