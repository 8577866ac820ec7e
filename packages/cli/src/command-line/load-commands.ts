import { type Command, Option } from 'commander'
import { withAgentRunOptions, withNatsOptions } from '../agents.ts'
import { type AgentCommandOptions, agent } from '../commands/agent.ts'
import { type RunOptions, runScenario } from '../commands/run.ts'
import { type SweepOptions, sweep } from '../commands/sweep.ts'
import { withBaselineOptions } from '../history-command.ts'
import { collect, labels, port, repeats, wholeNumber } from '../option-values.ts'
import { type OutputRequest, parseOutput } from '../outputs/output-request.ts'
import type { Terminal } from '../terminal.ts'
import type { Act } from './act.ts'
import { pageLanguage } from './page-language.ts'

/** What makes load: `run`, `agent` and `sweep`. */
export function addLoadCommands(program: Command, terminal: Terminal, act: Act): void {
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
  withBaselineOptions(withAgentRunOptions(run)).action((scenario: string, options: RunOptions) =>
    act(runScenario(scenario, options, terminal)),
  )

  const agents = program
    .command('agent')
    .description('wait at a NATS server for runs, and make this machine’s part of their load')
    .requiredOption('--nats <url>', 'the NATS server, such as nats://10.0.0.5:4222')
    .option('--name <name>', 'what reports call this agent (default: the machine’s name)')
    .option('--labels <key=value,…>', 'by which runs choose agents', labels, {})
    .option('--allow-targets <hosts>', 'where it may send load, as 10.0.0.0/8,*.staging.example,api.example:8443')
  withNatsOptions(agents).action((options: AgentCommandOptions) => act(agent(options, terminal)))

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
    .action((scenario: string, options: SweepOptions) => act(sweep(scenario, options, terminal)))
}
