import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { assessSweep, type Sweep, type SweepStatus, type SweptPoint, simulatedPoint, sweptRun } from '@loadrun/analysis'
import type { SweepPlan } from '@loadrun/plan'
import { renderSweep, renderSweepMarkdown, renderSweepPage, renderSweepPoint, renderSweepStart } from '@loadrun/report'
import { exitCodes, UserError } from '../exit-codes.ts'
import { defaultFolder } from '../files/default-folder.ts'
import { pointFolders } from '../files/point-folders.ts'
import { writeText } from '../files/write-text.ts'
import { addToGithubSummary } from '../github.ts'
import { interleaved } from '../interleaved.ts'
import { type PlanOptions, readSweepPlan } from '../read-plans.ts'
import { runPlan } from '../run-plan.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Terminal } from '../terminal.ts'

export interface SweepOptions extends PlanOptions {
  /** Each `path=value,value`. */
  readonly vary: readonly string[]
  /** How often each point runs. */
  readonly repeat: number
  /** Only simulates the points. */
  readonly predict?: boolean
  readonly out?: string
}

/** Runs a scenario at every combination of some values, writes what was measured, and returns the exit code. */
export async function sweep(file: string, options: SweepOptions, terminal: Terminal): Promise<number> {
  const plan = await readSweepPlan(file, options)
  const out = options.out ?? defaultFolder(`${plan.points[0]?.plan.name}-sweep`, new Date())
  await makeFolder(out)
  const found = options.predict === true ? simulated(plan, file) : await measured(plan, out, options.repeat, terminal)
  await writeText(join(out, 'sweep.json'), `${JSON.stringify(found)}\n`)
  await writeText(join(out, 'sweep.md'), renderSweepMarkdown(found))
  await writeText(join(out, 'sweep.html'), await renderSweepPage(found))
  await addToGithubSummary(renderSweepMarkdown(found))
  terminal.print(renderSweep(found, terminal))
  terminal.print(`\n  sweep: ${join(out, 'sweep.html')}\n`)
  const { exitCode, sentence } = endOf(found)
  terminal.print(sentence)
  return exitCode
}

function simulated(plan: SweepPlan, file: string): Sweep {
  const points = plan.points.map(simulatedPoint)
  const lacking = points.filter(({ simulations }) => simulations.length === 0).map((point) => point.plan.name)
  if (lacking.length > 0) {
    throw new UserError(
      `Cannot simulate ${file} at ${lacking.join('; ')}: one constant arrival rate of one request is wanted, to a ` +
        'middleware without a pool, retries, hedging, circuit breaker or cancellation, before a limited server without a queue',
      exitCodes.badInput,
    )
  }
  return assessSweep(plan, points, true)
}

/** Runs all points in turn. After each, the sweep is written as far as it has come. */
async function measured(plan: SweepPlan, out: string, repeats: number, terminal: Terminal): Promise<Sweep> {
  using stop = stopSignal((signal) => {
    terminal.error(`Stopping (${signal}): what was measured will be written. Once more ends loadrun at once.`)
  })
  const folders = pointFolders(plan.points.map(({ name }) => name))
  const swept: SweptPoint[] = plan.points.map((point) => ({ plan: point, runs: [], simulations: [] }))
  const runs = interleaved([...swept.keys()], repeats)
  terminal.print(renderSweepStart(plan, repeats, terminal))
  for (const [place, { plan: point, repeat }] of runs.entries()) {
    const before = swept[point]
    if (before === undefined) continue
    const folder = join(folders[point] ?? '', repeats > 1 ? String(repeat) : '')
    terminal.print(`${place + 1} of ${runs.length}: ${before.plan.name}`)
    swept[point] = await withOneMoreRun(before, { out, folder, signal: stop.signal, terminal })
    const soFar = assessSweep(plan, swept)
    await writeText(join(out, 'sweep.json'), `${JSON.stringify(soFar)}\n`)
    terminal.print(renderSweepPoint(soFar, point, terminal))
    if (stop.signal.aborted) break
  }
  return assessSweep(plan, swept)
}

/** A point that cannot be run is told of and does not keep the others from being run. */
async function withOneMoreRun(
  point: SweptPoint,
  { out, folder, signal, terminal }: { out: string; folder: string; signal: AbortSignal; terminal: Terminal },
): Promise<SweptPoint> {
  try {
    const result = await runPlan(point.plan.plan, join(out, folder), signal, terminal)
    const { simulations } = point.simulations.length > 0 ? point : simulatedPoint(point.plan)
    return { ...point, simulations, runs: [...point.runs, sweptRun(result, folder)] }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { ...point, trouble: error.message }
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw new UserError(
      `Cannot write to ${path}: ${error instanceof Error ? error.message : error}`,
      exitCodes.cannotRun,
    )
  }
}

/** What keeps the answer from being whole goes first. */
function endOf({ points, best }: Sweep): { exitCode: number; sentence: string } {
  const having = (...statuses: readonly SweepStatus[]) =>
    points.filter(({ status }) => statuses.includes(status)).map(({ name }) => name)
  const interrupted = having('interrupted', 'not-run')
  if (interrupted.length > 0) {
    return { exitCode: exitCodes.interrupted, sentence: `Interrupted: not measured are ${interrupted.join('; ')}.` }
  }
  const failing = having('could-not-run')
  if (failing.length > 0) {
    return { exitCode: exitCodes.cannotRun, sentence: `Could not be run: ${failing.join('; ')}.` }
  }
  const untrusted = having('untrusted')
  if (untrusted.length > 0) {
    const sentence = `The answer is not whole: the figures at ${untrusted.join('; ')} cannot be trusted.`
    return { exitCode: exitCodes.untrusted, sentence }
  }
  if (best === undefined) return { exitCode: exitCodes.thresholdsFailed, sentence: 'No point kept every threshold.' }
  return { exitCode: exitCodes.passed, sentence: `Best: ${points[best.point]?.name}.` }
}
