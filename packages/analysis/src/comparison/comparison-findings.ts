import type { Finding } from '@loadrun/metrics'
import type { Assessment, ComparedSide, ComparisonRow, Method } from '../comparison.ts'
import { countText, shareText } from '../figures/wording.ts'
import { socketRowId } from './compared-figures.ts'
import { fewestThatCanDecide } from './repeats-to-decide.ts'
import { timeWaitMoved } from './time-wait-moved.ts'

/** Below this growth or fall of a single run's TIME_WAIT, nothing is read from it: what it strays by is not known. */
const tellingTimeWaitChange = 0.1

/** What the difference between each side and the first one shows. */
export function comparisonFindings(
  sides: readonly ComparedSide[],
  rows: readonly ComparisonRow[],
  method: Method,
): readonly Finding[] {
  const [before, ...others] = sides
  if (before === undefined) return []
  return [
    ...others.flatMap((after, place) => {
      const pair = { before, after, place }
      return [...served(pair, rows), ...refused(pair, rows), ...explained(pair), ...timeWait(pair, rows)]
    }),
    ...(method.kind === 'windows' && method.unchangedRuns === 0 ? [oneRunEach(rows)] : []),
  ]
}

/** The first side and one other; `place` is that one's in the list of assessments. */
interface Pair {
  readonly before: ComparedSide
  readonly after: ComparedSide
  readonly place: number
}

function oneRunEach(rows: readonly ComparisonRow[]): Finding {
  const runs = fewestThatCanDecide(rows.filter(({ decisive }) => decisive).length)
  return {
    id: 'one-run-each',
    sentence:
      'Each side ran once. What figures stray by within a run is in their intervals; what whole runs differ by ' +
      `without a cause is not known. --repeat ${runs} would tell.`,
    figures: { runsOfEach: 1, runsToTell: runs },
  }
}

function served(pair: Pair, rows: readonly ComparisonRow[]): readonly Finding[] {
  const row = rows.find(({ id }) => id === 'served-share')
  const values = row && valuesOf(row, pair)
  if (row === undefined || values === undefined) return []
  const words = { up: 'That is better.', down: 'That is worse.', same: 'That is the same.' }
  const assessment = row.assessments[pair.place]
  const judged = judgedBy(assessment, words)
  const isDecided = assessment !== undefined && assessment.verdict !== 'inconclusive'
  return [
    {
      id: 'served-change',
      sentence:
        `${names(pair)}: clients were served ${shareText(values.was)} → ${shareText(values.is)} of their requests. ` +
        (isDecided ? judged : (expected(pair, values) ?? judged)),
      figures: { beforeShare: values.was, afterShare: values.is },
    },
  ]
}

/** Findings of one run alone that say why a change did, or did not, bring what was hoped of it. */
const explaining: ReadonlySet<string> = new Set([
  'timeout-effect',
  'work-for-nobody',
  'retry-amplification',
  'no-free-port',
])

/** What was found in the other run and not in the first one. */
function explained({ before, after }: Pair): readonly Finding[] {
  const known = new Set(before.typical.judgement.findings.map(({ id }) => id))
  return after.typical.judgement.findings
    .filter(({ id }) => explaining.has(id) && !known.has(id))
    .map((finding) => ({ ...finding, sentence: `${after.name}: ${finding.sentence}` }))
}

/** What simulations of both plans say, where their ranges lie as far apart as the runs: how far chance moves the figure. */
function expected({ before, after }: Pair, values: Values): string | undefined {
  const [was, is] = [before, after].map(({ typical }) => {
    const figures = typical.judgement.findings.find(({ id }) => id === 'prediction')?.figures
    return { low: figures?.servedShareLow, high: figures?.servedShareHigh }
  })
  if (was?.low === undefined || was.high === undefined || is?.low === undefined || is.high === undefined)
    return undefined
  const apart = values.is > values.was ? is.low > was.high : is.high < was.low
  if (!apart) return undefined
  return (
    `Simulations of the two plans expect ${shareText(was.low)} to ${shareText(was.high)} and ${shareText(is.low)} to ` +
    `${shareText(is.high)}: that is more than chance.`
  )
}

function refused(pair: Pair, rows: readonly ComparisonRow[]): readonly Finding[] {
  return rows.flatMap((row) => {
    const name = /^(.*)-refused-share$/.exec(row.id)?.[1]
    const values = valuesOf(row, pair)
    if (name === undefined || values === undefined || (values.was === 0 && values.is === 0)) return []
    const judged =
      values.is === 0
        ? 'The refusals ended.'
        : judgedBy(row.assessments[pair.place], {
            up: 'More are refused.',
            down: 'Fewer are refused.',
            same: 'The change did not free the server’s slots.',
          })
    return [
      {
        id: 'refused-change',
        sentence: `${names(pair)}: ${name} refused ${shareText(values.was)} → ${shareText(values.is)} of what came to its limit. ${judged}`,
        figures: { beforeShare: values.was, afterShare: values.is },
      },
    ]
  })
}

function timeWait(pair: Pair, rows: readonly ComparisonRow[]): readonly Finding[] {
  const move = timeWaitMoved(pair)
  return move === undefined ? timeWaitChanged(pair, rows) : [move]
}

function timeWaitChanged(pair: Pair, rows: readonly ComparisonRow[]): readonly Finding[] {
  const { sockets } = pair.before.typical
  if (!sockets.observed) return []
  return sockets.legs.flatMap((leg) =>
    (['from', 'to'] as const).flatMap((end) => {
      const row = rows.find(({ id }) => id === socketRowId(leg.name, 'TIME_WAIT', end))
      const values = row && valuesOf(row, pair)
      if (row === undefined || values === undefined || Math.max(values.was, values.is) < 1000) return []
      const moved = timeWaitMove(row.assessments[pair.place], values)
      return [
        {
          id: 'time-wait-change',
          sentence: [
            `${names(pair)}: TIME_WAIT on ${leg[end]}’s side of ${leg.name} went ${countText(values.was)} → ` +
              `${countText(values.is)}.`,
            ...timeWaitMeaning(moved, pair, rows),
          ].join(' '),
          figures: { before: values.was, after: values.is },
        },
      ]
    }),
  )
}

type Move = 'fell' | 'did not fall' | 'unknown'

function timeWaitMove(assessment: Assessment | undefined, { was, is }: Values): Move {
  if (assessment === undefined) return is < was * (1 - tellingTimeWaitChange) ? 'fell' : 'did not fall'
  if (assessment.verdict === 'changed') return assessment.shift < 0 ? 'fell' : 'did not fall'
  return assessment.verdict === 'same' ? 'did not fall' : 'unknown'
}

function timeWaitMeaning(move: Move, pair: Pair, rows: readonly ComparisonRow[]): readonly string[] {
  const served = servedVerdict(pair, rows)
  if (move === 'did not fall' && refusalsEnded(pair, rows)) {
    return ['It did not fall although the refusals ended: it was a symptom, not the cause.']
  }
  if (move === 'did not fall' && served === 'better') {
    return ['It did not fall although more requests were served: it was a symptom, not the cause.']
  }
  if (move === 'fell' && served === 'same') {
    return ['It fell and no more requests were served: it was not what kept them from being served.']
  }
  return []
}

function refusalsEnded(pair: Pair, rows: readonly ComparisonRow[]): boolean {
  return rows.some((row) => {
    const values = row.id.endsWith('-refused-share') ? valuesOf(row, pair) : undefined
    return values !== undefined && values.was > 0 && values.is === 0
  })
}

function servedVerdict({ place }: Pair, rows: readonly ComparisonRow[]): Assessment['verdict'] | undefined {
  return rows.find(({ id }) => id === 'served-share')?.assessments[place]?.verdict
}

function judgedBy(assessment: Assessment | undefined, words: { up: string; down: string; same: string }): string {
  switch (assessment?.verdict) {
    case 'better':
    case 'worse':
    case 'changed':
      return assessment.shift > 0 ? words.up : words.down
    case 'same':
      return words.same
    default:
      return 'Whether that is more than chance is not shown.'
  }
}

interface Values {
  readonly was: number
  readonly is: number
}

function valuesOf({ values }: ComparisonRow, { place }: Pair): Values | undefined {
  const [was, is] = [values[0], values[place + 1]]
  return was === undefined || is === undefined ? undefined : { was, is }
}

function names({ before, after }: Pair): string {
  return `${before.name} → ${after.name}`
}
