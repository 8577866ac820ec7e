import type { CommandPlan } from '../plan/command.ts'
import type { GivenCommand } from '../schema/command.ts'
import { defaults } from './defaults.ts'

export function fillCommand(name: string, given: GivenCommand): CommandPlan {
  return {
    kind: 'command',
    name,
    command: given.command,
    files: given.files ?? {},
    environment: given.environment ?? {},
    upstream: given.upstream,
    host: given.host ?? defaults.host,
    port: given.port,
  }
}
