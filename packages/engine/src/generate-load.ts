import {
  type AgentsObservation,
  type GeneratorMetrics,
  joinMetrics,
  type Leg,
  type Metrics,
  mergeMetrics,
  Recorder,
} from '@loadrun/metrics'
import type { JsonValue, Plan } from '@loadrun/plan'
import { type LoadEnd, LoadWorker } from './load-worker.ts'
import { epochNowMs } from './pacing/clock.ts'
import { openRecordings } from './recordings/recordings.ts'
import { SecondsOfAll } from './seconds-of-all.ts'
import { setUp, tearDown } from './stages/around-load.ts'
import { ThreadTimes } from './thread-times.ts'
import { openWorkerPool } from './worker-pool.ts'

export interface LoadGiven {
  /** Base URLs of the target, used in turn. */
  readonly targets: readonly string[]
  /** Ends the load at once: requests under way count as interrupted, and what was measured is returned. */
  readonly signal: AbortSignal
  /** Called shortly before the load starts, when everything is ready for it, with the moment of the start. */
  readonly onStart: (atEpochMs: number) => void
  /** Called with each second of the load, of all workers together, in order. */
  readonly onInterval: (interval: Metrics) => void
  /** How long a thread that runs scripts may say nothing before it is ended. */
  readonly silenceMs?: number
  /** Where load may be sent to, as `10.0.0.0/8,*.staging.example`; left out: anywhere. */
  readonly allowTargets?: string
  /** Where others make a part of the load: which is made here. Left out: all of it. */
  readonly share?: LoadShare
  /** The leg whose near end is the load's, for machines elsewhere to observe theirs; left out: nobody wants to know. */
  readonly ownSockets?: Readonly<{ leg: Leg; everyMs: number }>
  /**
   * Called when everything is ready here; resolves with what to start with. Who agrees on it does what comes
   * before and after the load as well. Left out: all of that is done here, and the load starts at once.
   */
  readonly agreeOnStart?: () => Promise<LoadStart>
}

/** The workers of a load that one machine has: those from `firstWorker` on, of `ofWorkers` in all. */
export interface LoadShare {
  readonly firstWorker: number
  readonly ofWorkers: number
}

export interface LoadStart {
  readonly atEpochMs: number
  /** What `setup()` returned, or `before` left in variables. */
  readonly setupData?: JsonValue | undefined
}

/** Who makes a plan's load: this process's threads, a process on another host of this machine, or other machines. */
export interface LoadSource {
  generate(plan: LoadPlan, given: LoadGiven): Promise<GeneratedLoad>
}

/** The part of a plan that a load is made of. */
export type LoadPlan = Pick<
  Plan,
  'seed' | 'pacing' | 'warmUpMs' | 'scenarios' | 'workers' | 'script' | 'before' | 'after'
>

/** What came of a load, beside its seconds. */
export interface LoadOutcome {
  readonly total: Metrics
  readonly interrupted: boolean
  /** Why a part of the load was not made or not measured. */
  readonly troubles: readonly string[]
}

export interface GeneratedLoad extends LoadOutcome {
  /** One a second, the last one shorter. They sum to `total`. */
  readonly intervals: readonly Metrics[]
  /** Who made it, where it was not this machine. */
  readonly agents?: AgentsObservation
}

/** Time for the start message to reach all threads, so that they start together. */
const leadMs = 50

/** Makes the load of a plan's scenarios, with one thread for each of its workers. */
export async function generateLoad(plan: LoadPlan, given: LoadGiven): Promise<GeneratedLoad> {
  const intervals: Metrics[] = []
  const threads = new ThreadTimes()
  const seconds = new SecondsOfAll(plan.workers, (metrics) => {
    const used = threads.since()
    const second = metrics.fromMs < (plan.warmUpMs ?? 0) ? metrics : withThreads(metrics, used)
    intervals.push(second)
    given.onInterval(second)
  })
  const recordings = await openRecordings(plan.scenarios, plan.seed)
  const pool = openWorkerPool(plan.workers)
  try {
    const workers: readonly LoadWorker[] = Array.from({ length: plan.workers }, (_, worker) => {
      const { firstWorker, ofWorkers } = given.share ?? { firstWorker: 0, ofWorkers: plan.workers }
      const { seed, pacing, warmUpMs, scenarios } = plan
      const task = { plan: { seed, pacing, warmUpMs, scenarios }, worker: firstWorker + worker, workers: ofWorkers }
      const onSecond = (metrics: Metrics) => {
        if (metrics.aborted !== undefined) abortAll(workers)
        seconds.add(worker, metrics)
      }
      const made = new LoadWorker(
        pool,
        { ...task, targets: given.targets, allowTargets: given.allowTargets, recordings },
        onSecond,
        given.silenceMs,
      )
      void made.ended.then(() => seconds.end(worker))
      return made
    })
    await Promise.all(workers.map(({ ready }) => ready))
    if (given.agreeOnStart !== undefined) {
      const start = await given.agreeOnStart()
      threads.since()
      const ends = await startTogether(workers, start, given)
      return madeOf(ends, intervals, given)
    }
    const setupData = await setUp(plan, given)
    threads.since()
    const ends = await startTogether(workers, { atEpochMs: epochNowMs() + leadMs, setupData }, given)
    return tearDown(plan, given, setupData, madeOf(ends, intervals, given))
  } finally {
    await pool.close()
  }
}

/** Resolves when all have ended. */
function startTogether(
  workers: readonly LoadWorker[],
  { atEpochMs, setupData }: LoadStart,
  { signal, onStart }: LoadGiven,
): Promise<readonly LoadEnd[]> {
  const abort = () => abortAll(workers)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  onStart(atEpochMs)
  for (const worker of workers) worker.start(atEpochMs, setupData)
  return Promise.all(workers.map(({ ended }) => ended))
}

function abortAll(workers: readonly LoadWorker[]): void {
  for (const worker of workers) worker.abort()
}

function madeOf(ends: readonly LoadEnd[], intervals: readonly Metrics[], { signal }: LoadGiven): GeneratedLoad {
  const total = totalOf(ends, intervals)
  return {
    total,
    intervals,
    interrupted: signal.aborted || total.aborted !== undefined,
    troubles: troublesOf(ends),
  }
}

/** Where one could not tell its total, the seconds that it told count, and with them those of the others. */
export function totalOf(ends: readonly LoadEnd[], intervals: readonly Metrics[]): Metrics {
  const totals = ends.flatMap((end) => ('total' in end ? [end.total] : []))
  const nothing = new Recorder().total()
  if (totals.length < ends.length) return intervals.reduce(joinMetrics, nothing)
  // Workers do not know what other threads used.
  return withThreads(totals.reduce(mergeMetrics, nothing), threadsOf(intervals))
}

function threadsOf(intervals: readonly Metrics[]): GeneratorMetrics['threadsCpuMs'] {
  const told = intervals.flatMap(({ generator }) =>
    generator.threadsCpuMs === undefined ? [] : [generator.threadsCpuMs],
  )
  if (told.length === 0) return undefined
  const sums: Record<string, number> = {}
  for (const threads of told) for (const [name, ms] of Object.entries(threads)) sums[name] = (sums[name] ?? 0) + ms
  return sums
}

function withThreads(metrics: Metrics, threadsCpuMs: GeneratorMetrics['threadsCpuMs']): Metrics {
  return threadsCpuMs === undefined ? metrics : { ...metrics, generator: { ...metrics.generator, threadsCpuMs } }
}

function troublesOf(ends: readonly LoadEnd[]): readonly string[] {
  const troubles = ends.flatMap((end, worker) =>
    'reason' in end
      ? [
          `Worker thread ${worker + 1} of ${ends.length} ended before its load did (${end.reason}): what it measured until then counts, its further share of the load was not made`,
        ]
      : (end.troubles ?? []),
  )
  return [...new Set(troubles)]
}
