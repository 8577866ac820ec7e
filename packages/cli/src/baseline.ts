import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { compareSides, type Side, sidesByVariant } from '@loadrun/analysis'
import { checkedOut, type History } from '@loadrun/history'
import type { RunResult } from '@loadrun/metrics'
import type { Plan } from '@loadrun/plan'
import { renderComparison, renderComparisonPage } from '@loadrun/report'
import { comparedVerdict, type FailOn } from './compared-verdict.ts'
import { exitCodes, UserError } from './exit-codes.ts'
import { historyAt, kindOf } from './files/history-at.ts'
import { readSide } from './files/read-side.ts'
import { writeText } from './files/write-text.ts'
import type { Terminal } from './terminal.ts'
import { isAsExpected, type StudyVerdict } from './verdict.ts'

export interface BaselineOptions {
  /** A file that the runs are kept in. */
  readonly history?: string
  /** What the runs are held against: a result, a folder of results, or `history`: its last good runs. */
  readonly baseline?: string
  /** A share of 1. */
  readonly tolerance: number
  readonly failOn: FailOn
}

/** Holds finished runs against earlier ones, and keeps them for later ones. */
export interface Baseline extends Disposable {
  /** `undefined`: there is nothing to say beside the study's own verdict. */
  judge(results: readonly RunResult[], out: string, terminal: Terminal): Promise<StudyVerdict | undefined>
}

/** Everything that can be wrong with the options is told here, before a run. */
export async function openBaseline(options: BaselineOptions, plans: readonly Plan[]): Promise<Baseline> {
  const { history: file, baseline } = options
  if (baseline === 'history' && file === undefined) {
    throw new UserError('Cannot compare with the history: --history FILE is wanted too', exitCodes.badInput)
  }
  const history = file === undefined ? undefined : await historyAt(file)
  const kept = baseline === undefined || baseline === 'history' ? undefined : await keptSides(baseline, plans)
  return {
    async judge(results, out, terminal) {
      const commit = history && (await checkedOut(process.cwd()))
      const verdicts: StudyVerdict[] = []
      for (const side of sidesByVariant(results)) {
        const before = kept?.get(side.name) ?? (baseline === 'history' ? lastGood(history, side) : undefined)
        const verdict = before && (await compareWith(before, side, { options, history, out, terminal }))
        if (verdict !== undefined) verdicts.push(verdict)
        else if (baseline !== undefined) terminal.print(`${side.name}: the history has nothing to compare with yet.`)
        const good = verdict?.exitCode === undefined || verdict.exitCode === exitCodes.passed
        for (const run of side.runs) history?.add(run, commit, good && isAsExpected(run))
      }
      if (file !== undefined) terminal.print(`  history: ${file}`)
      const [worst] = verdicts.toSorted((a, b) => b.exitCode - a.exitCode)
      return worst && { exitCode: worst.exitCode, sentence: verdicts.map(({ sentence }) => sentence).join('\n') }
    },
    [Symbol.dispose]() {
      history?.[Symbol.dispose]()
    },
  }
}

function lastGood(history: History | undefined, { runs }: Side): Side | undefined {
  const found = history?.lastGood(kindOf(runs)) ?? []
  return found.length === 0 ? undefined : { name: 'last good', runs: found }
}

/** By variant: in a folder each has its own, unless there is but one. */
async function keptSides(path: string, plans: readonly Plan[]): Promise<ReadonlyMap<string, Side>> {
  const sides = plans.map(async ({ variant }) => {
    const own = join(path, variant.name)
    const isThere = await stat(own).then(
      () => true,
      () => false,
    )
    const side = await readSide(plans.length > 1 || isThere ? own : path)
    return [variant.name, { ...side, name: 'baseline' }] as const
  })
  return new Map(await Promise.all(sides))
}

interface Around {
  readonly options: BaselineOptions
  readonly history: History | undefined
  readonly out: string
  readonly terminal: Terminal
}

async function compareWith(
  before: Side,
  after: Side,
  { options, history, out, terminal }: Around,
): Promise<StudyVerdict> {
  const sides = [before, { ...after, name: after.name === before.name ? 'now' : after.name }]
  const comparison = compareSides(sides, options.tolerance, history?.sameCommit(kindOf(after.runs)) ?? [])
  const page = join(out, `${after.name}-against-${before.name.replaceAll(' ', '-')}.html`)
  await writeText(page, await renderComparisonPage(comparison))
  terminal.print(renderComparison(comparison, terminal))
  terminal.print(`  comparison: ${page}\n`)
  const { exitCode, sentence } = comparedVerdict(sides, comparison, options.failOn)
  return { exitCode, sentence: `Against ${before.name}, ${after.name}: ${sentence}` }
}
