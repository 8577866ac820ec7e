import { languages } from '@loadrun/report'
import { Argument, Command, CommanderError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { withAgentRunOptions, withNatsOptions } from './agents.ts'
import { type AgentCommandOptions, agent } from './commands/agent.ts'
import { type CompareOptions, compare } from './commands/compare.ts'
import { type ImportOptions, importKinds, importScenario } from './commands/import.ts'
import { type InitOptions, init } from './commands/init.ts'
import { report } from './commands/report.ts'
import { type RunOptions, runScenario } from './commands/run.ts'
import { type SchemaName, schema, schemaNames } from './commands/schema.ts'
import { serve } from './commands/serve.ts'
import { type SocketsOptions, sockets } from './commands/sockets.ts'
import { type SweepOptions, sweep } from './commands/sweep.ts'
import { validate } from './commands/validate.ts'
import { exitCodes } from './exit-codes.ts'
import {
  addHistoryCommand,
  failOnOption,
  toleranceOption,
  withBaselineOptions,
  withHistoryOption,
} from './history-command.ts'
import { collect, labels, listenAddress, port, repeats, wholeNumber } from './option-values.ts'
import { type OutputRequest, parseOutput } from './outputs/output-request.ts'
import { resultFormats } from './outputs/result-texts.ts'
import type { Terminal } from './terminal.ts'

const examples = `
Examples:
  Reproduce the incident, without and with the fix, and compare them:
    $ loadrun scenarios/incident.yaml
  A k6-shaped script, in TypeScript or JavaScript:
    $ loadrun scenarios/recipes/look-and-buy.ts
  Watch the runs in a browser while they go on; the address is printed:
    $ loadrun scenarios/incident.yaml --live
  Only the run with the fix, against a server that works on when its client has gone:
    $ loadrun scenarios/incident.yaml --variant after --set topology.server.onDisconnect=continue
  Which timeout is best, and why; first by simulation alone:
    $ loadrun sweep scenarios/incident.yaml --vary topology.middleware.timeout=none,5s,3s,1s,500ms
    $ loadrun sweep scenarios/incident.yaml --vary topology.server.concurrency=500,1000,2000 --predict
  The bundled server on its own, to point any client at:
    $ loadrun serve limited-server concurrency=100 latency=200ms port=8080
  The same as another server would be: fasthttp, go-net-http, nginx-limit-conn, tomcat or node-http:
    $ loadrun serve limited-server profile=tomcat latency=200ms port=8080
  A scenario of what another tool says: curl, a recording (HAR), OpenAPI or Artillery:
    $ loadrun import curl 'curl http://127.0.0.1:3000/items/7'
  Compare with a result that was kept, and fail when something got worse:
    $ loadrun compare reports/incident/before reports/incident/after --out reports/incident/compare.html
  Keep the run, and fail when it is worse than the last good one; then goodput over commits:
    $ loadrun scenarios/incident.yaml --history reports/history.sqlite --baseline history
    $ loadrun history chart goodput --variant after --history reports/history.sqlite
  Who is connected to whom on this machine, and in which TCP state:
    $ loadrun sockets
  The JSON Schema of scenario files, for an editor that completes and explains their keys:
    $ loadrun schema
  Let a run elsewhere observe this machine’s sockets (\`observe: { web-1: { loadrun: … } }\` in its scenario file):
    $ loadrun sockets --serve 127.0.0.1:9465
  Draw a report again, from a result:
    $ loadrun report reports/incident/before/result.json

Exit codes:
  0 passed   1 a bug of loadrun   2 bad command or scenario   3 could not run   4 not to be trusted: no verdict
  99 a threshold failed, or a variant came out otherwise than expected
  108 ended by a script   130 interrupted
`

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

  const run = program
    .command('run', { isDefault: true })
    .description('run a scenario file: every variant in it, and a comparison when there are several')
    .argument('<scenario>', 'YAML file, or a script with `options` (.ts, .mts, .js, .mjs)')
    .option('--set <path=value>', 'change a value of the file, as topology.server.concurrency=500', collect, [])
    .option('--env <name>', 'run it in this one of its environments, such as staging')
    .option('--variant <name>', 'run only this variant')
    .option('--out <dir>', 'folder for results (default: reports/<name>-<time>)')
    .option('--workers <n>', 'worker threads that make the load', wholeNumber)
    .addOption(
      new Option('--live [port]', 'show the runs in a browser while they go on (default: any free port)')
        .argParser(port)
        .preset('0'),
    )
    .addOption(pageLanguage())
    .option(
      '--repeat <n>',
      'run everything n times, variants in turn (A B, B A, …), to tell change from chance',
      repeats,
      1,
    )
    .addOption(
      new Option(
        '--output <form=where>',
        'write it in another form too, or send it on while it runs: junit=file.xml, csv, hlog, markdown, html, text or json=file, ' +
          'prometheus=127.0.0.1:9464 (to be scraped), remote-write=URL, otlp=URL; more than once for several',
      )
        .argParser((value, previous: readonly OutputRequest[] = []) => [...previous, parseOutput(value)])
        .default([], 'none'),
    )
  withBaselineOptions(withAgentRunOptions(run)).action(async (scenario: string, options: RunOptions) => {
    exitCode = await runScenario(scenario, options, terminal)
  })

  const agents = program
    .command('agent')
    .description('wait at a NATS server for runs, and make this machine’s part of their load')
    .requiredOption('--nats <url>', 'the NATS server, such as nats://10.0.0.5:4222')
    .option('--name <name>', 'what reports call this agent (default: the machine’s name)')
    .option('--labels <key=value,…>', 'by which runs choose agents', labels, {})
    .option('--allow-targets <hosts>', 'where it may send load, as 10.0.0.0/8,*.staging.example,api.example:8443')
  withNatsOptions(agents).action(async (options: AgentCommandOptions) => {
    exitCode = await agent(options, terminal)
  })

  program
    .command('sweep')
    .description('run a scenario at every combination of some values, and say which is best and why')
    .argument('<scenario>', 'YAML file')
    .option(
      '--vary <path=values>',
      'a value of the file and what it takes, as topology.middleware.timeout=none,5s,1s; again for a grid',
      collect,
      [],
    )
    .option('--set <path=value>', 'change a value of the file for all points', collect, [])
    .option('--env <name>', 'run it in this one of its environments')
    .option('--variant <name>', 'whose changes to the file all points share (default: the first)')
    .option('--repeat <n>', 'run every point n times, in turn, to tell change from chance', repeats, 1)
    .option('--predict', 'only simulate the points, where that can be done: nothing is sent')
    .option('--workers <n>', 'worker threads that make the load', wholeNumber)
    .option('--out <dir>', 'folder for the sweep and its runs (default: reports/<name>-sweep-<time>)')
    .action(async (scenario: string, options: SweepOptions) => {
      exitCode = await sweep(scenario, options, terminal)
    })

  program
    .command('validate')
    .description('check a scenario file without sending anything')
    .argument('<scenario>', 'YAML file')
    .option('--set <path=value>', 'change a value of the file', collect, [])
    .option('--env <name>', 'check it for this one of its environments')
    .action(async (scenario: string, options: { set: string[]; env?: string }) => {
      exitCode = await validate(scenario, options, terminal)
    })

  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for editors, or of result.json')
    .addArgument(new Argument('[of]', 'what it describes').choices(schemaNames).default('scenario'))
    .action((of: SchemaName) => {
      exitCode = schema(of, terminal)
    })

  program
    .command('init')
    .description('write a scenario to begin with, asking for what is not given')
    .argument('[file]', 'the file to write', 'load.yaml')
    .option('--target <url>', 'where requests go')
    .option('--path <path>', 'the first path to ask for')
    .option('--rate <rate>', 'arrivals, such as 50/s')
    .option('--duration <duration>', 'for how long, such as 30s')
    .option('--force', 'replace a file that is there', false)
    .action(async (file: string, options: InitOptions) => {
      exitCode = await init(file, options, terminal)
    })

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
    .action(async (kind: (typeof importKinds)[number], source: string, options: ImportOptions) => {
      exitCode = await importScenario(kind, source, options, terminal)
    })

  program
    .command('serve')
    .description('run a bundled tier on its own until Ctrl-C')
    .argument('<kind>', 'limited-server, middleware or toxics')
    .argument('[settings...]', 'as in a scenario file: concurrency=100 latency=200ms port=8080')
    .action(async (kind: string, settings: string[]) => {
      exitCode = await serve(kind, settings, terminal)
    })

  program
    .command('sockets')
    .description('show this machine’s TCP connections by peer, port and state')
    .option('--watch', 'again each second, until Ctrl-C')
    .option('--most <n>', 'rows to show', wholeNumber, 20)
    .option(
      '--serve [address]',
      'tell them over HTTP, for `observe` of a scenario file elsewhere (default: 127.0.0.1:9465)',
      listenAddress,
    )
    .action(async (options: SocketsOptions) => {
      exitCode = await sockets(options, terminal)
    })

  program
    .command('report')
    .description('write a result in another form')
    .argument('<result>', 'result.json, or the folder that holds it')
    .addOption(new Option('--format <format>', 'what to write').choices(resultFormats).default('html'))
    .option('--out <file>', 'where to write it (default: the page beside the result, others to the terminal)')
    .addOption(pageLanguage())
    .action(async (result: string, options: Parameters<typeof report>[1]) => {
      exitCode = await report(result, options, terminal)
    })

  const compared = program
    .command('compare')
    .description('tell change from chance between results; the first is what the others are compared with')
    .argument('[results...]', 'result.json files, folders that hold one, or folders that hold its repeats')
    .option('--before <results...>', 'several results as the first side')
    .option('--after <results...>', 'several results as the other side')
    .addOption(toleranceOption())
    .addOption(failOnOption())
    .option('--noise <results...>', 'runs of which nothing was changed: they tell what runs differ by without a cause')
    .option('--out <file>', 'the page to write', 'compare.html')
    .addOption(pageLanguage())
    .option('--markdown <file>', 'write the comparison as Markdown too, for a pull request')
  withHistoryOption(compared).action(async (results: string[], options: CompareOptions) => {
    exitCode = await compare(results, options, terminal)
  })

  addHistoryCommand(program, terminal, async (end) => {
    exitCode = await end
  })

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCodes.passed : exitCodes.badInput
  }
  return exitCode
}

function pageLanguage(): Option {
  return new Option('--lang <language>', 'what the page speaks (default: what its reader’s browser does)').choices(
    Object.keys(languages),
  )
}
