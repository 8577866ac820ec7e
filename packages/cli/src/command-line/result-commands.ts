import { type Command, Option } from 'commander'
import { type CompareOptions, compare } from '../commands/compare.ts'
import { report } from '../commands/report.ts'
import { addHistoryCommand, failOnOption, toleranceOption, withHistoryOption } from '../history-command.ts'
import { resultFormats } from '../outputs/result-texts.ts'
import type { Terminal } from '../terminal.ts'
import type { Act } from './act.ts'
import { pageLanguage } from './page-language.ts'

/** What reads results: `report`, `compare` and `history`. */
export function addResultCommands(program: Command, terminal: Terminal, act: Act): void {
  program
    .command('report')
    .description('write a result in another form')
    .argument('<result>', 'result.json, or the folder that holds it')
    .addOption(new Option('--format <format>', 'what to write').choices(resultFormats).default('html'))
    .option('--out <file>', 'where to write it (default: the page beside the result, others to the terminal)')
    .addOption(pageLanguage())
    .action((result: string, options: Parameters<typeof report>[1]) => act(report(result, options, terminal)))

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
  withHistoryOption(compared).action((results: string[], options: CompareOptions) =>
    act(compare(results, options, terminal)),
  )

  addHistoryCommand(program, terminal, act)
}
