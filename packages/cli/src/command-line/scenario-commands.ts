import { Argument, type Command } from 'commander'
import { type ImportOptions, importKinds, importScenario } from '../commands/import.ts'
import { type InitOptions, init } from '../commands/init.ts'
import { type SchemaName, schema, schemaNames } from '../commands/schema.ts'
import { validate } from '../commands/validate.ts'
import { collect } from '../option-values.ts'
import type { Terminal } from '../terminal.ts'
import type { Act } from './act.ts'

/** What checks and writes scenario files: `validate`, `schema`, `init` and `import`. */
export function addScenarioCommands(program: Command, terminal: Terminal, act: Act): void {
  program
    .command('validate')
    .description('check a scenario file without sending anything')
    .argument('<scenario>', 'YAML file')
    .option('--set <path=value>', 'change a value of the file', collect, [])
    .option('--env <name>', 'check it for this one of its environments')
    .action((scenario: string, options: { set: string[]; env?: string }) => act(validate(scenario, options, terminal)))

  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for editors, or of result.json')
    .addArgument(new Argument('[of]', 'what it describes').choices(schemaNames).default('scenario'))
    .action((of: SchemaName) => act(schema(of, terminal)))

  program
    .command('init')
    .description('write a scenario to begin with, asking for what is not given')
    .argument('[file]', 'the file to write', 'load.yaml')
    .option('--target <url>', 'where requests go')
    .option('--path <path>', 'the first path to ask for')
    .option('--rate <rate>', 'arrivals, such as 50/s')
    .option('--duration <duration>', 'for how long, such as 30s')
    .option('--force', 'replace a file that is there', false)
    .action((file: string, options: InitOptions) => act(init(file, options, terminal)))

  program
    .command('import')
    .description('make a scenario of a curl command, a recording (HAR), an OpenAPI 3 document or an Artillery script')
    .addArgument(new Argument('<kind>', 'what it is').choices(importKinds))
    .argument('<source>', 'a file, - for the standard input, or the curl command itself in quotes')
    .option('--out <file>', 'where to write it (default: the terminal)')
    .option('--force', 'replace a file that is there', false)
    .option(
      '--host <host>',
      'of a recording, keep requests to this host; may be given again (default: the busiest)',
      collect,
      [],
    )
    .option('--static', 'of a recording, keep images, styles, scripts and fonts', false)
    .action((kind: (typeof importKinds)[number], source: string, options: ImportOptions) =>
      act(importScenario(kind, source, options, terminal)),
    )
}
