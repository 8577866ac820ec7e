import { defaultTolerance } from '@loadrun/analysis'
import { type Command, Option } from 'commander'
import type { Act } from './command-line/act.ts'
import { addToHistory, chartHistory, type HistoryOptions, listHistory } from './commands/history.ts'
import { failureConditions } from './compared-verdict.ts'
import { share, wholeNumber } from './option-values.ts'
import type { Terminal } from './terminal.ts'

/** A file that many commands may name, so that it can be said once. */
const historyOption = (meaning: string) => new Option('--history <file>', meaning).env('LOADRUN_HISTORY')

export function toleranceOption(): Option {
  return new Option('--tolerance <share>', 'differences up to this do not matter')
    .argParser(share)
    .default(defaultTolerance)
}

export function failOnOption(): Option {
  return new Option('--fail-on <verdict>', 'end with 99 on this verdict of a figure that decides')
    .choices(failureConditions)
    .default('worse')
}

/** What a run is held against, and where it is kept. */
export function withBaselineOptions(command: Command): Command {
  return command
    .addOption(historyOption('keep the runs in this SQLite file'))
    .option(
      '--baseline <result>',
      'compare each variant with a result, a folder of them, or `history`: its last good runs',
    )
    .addOption(toleranceOption())
    .addOption(failOnOption())
}

export function withHistoryOption(command: Command): Command {
  return command.addOption(historyOption('a history, for what is compared with and what runs stray by'))
}

/** `loadrun history list`, `chart` and `add`; `act` carries one out. */
export function addHistoryCommand(program: Command, terminal: Terminal, act: Act): void {
  const history = program
    .command('history')
    .description('earlier runs: list them, chart a figure over commits, add results')
  const withFile = (command: Command) =>
    command.addOption(historyOption('the SQLite file').default('loadrun-history.sqlite'))
  const withKind = (command: Command) =>
    withFile(command)
      .option('--scenario <name>', 'only runs of this scenario')
      .option('--variant <name>', 'only runs of this variant')
  withKind(history.command('list', { isDefault: true }).description('show the latest runs'))
    .option('--last <n>', 'how many', wholeNumber, 20)
    .action((options: HistoryOptions) => act(listHistory(options, terminal)))
  withKind(history.command('chart').description('draw figures over commits and mark where they change'))
    .argument('[figures...]', 'such as goodput or response-time-p95-ok (default: goodput, and those that changed)')
    .option('--out <file>', 'write a page with all of them too')
    .action((figures: string[], options: HistoryOptions) => act(chartHistory(figures, options, terminal)))
  withFile(history.command('add').description('keep results that were made without the history'))
    .argument('<results...>', 'result.json files, folders that hold one, or folders that hold its repeats')
    .action((results: string[], options: HistoryOptions) => act(addToHistory(results, options, terminal)))
}
