import { Command, CommanderError } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import type { Act } from './command-line/act.ts'
import { examples } from './command-line/examples.ts'
import { addLoadCommands } from './command-line/load-commands.ts'
import { addMachineCommands } from './command-line/machine-commands.ts'
import { addResultCommands } from './command-line/result-commands.ts'
import { addScenarioCommands } from './command-line/scenario-commands.ts'
import { exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** Carries out a command line and returns the exit code. */
export async function commandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.passed
  const program = new Command('loadrun')
    .description('Reproduce an incident under load, prove the fix, and keep it fixed in CI.')
    .version(packageJson.version, '-V, --version')
    .exitOverride()
    .showHelpAfterError('(run loadrun --help for the commands and examples)')
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    })
    .addHelpText('after', examples)

  const act: Act = async (end) => {
    exitCode = await end
  }
  for (const add of [addLoadCommands, addScenarioCommands, addMachineCommands, addResultCommands]) {
    add(program, terminal, act)
  }

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCodes.passed : exitCodes.badInput
  }
  return exitCode
}
