import { createRandom, type Random } from '@loadrun/random'
import { describe, expect, test } from 'vitest'
import { holm } from '../statistics/holm.ts'
import { assessRepeats } from './assess-repeats.ts'
import { assessWindows, strayingOf } from './assess-windows.ts'
import { decide, type Evidence } from './decide.ts'
import { percentileOf, quotient, type Windowed, type Windows } from './windows.ts'

/**
 * Runs of a service whose load level wanders, as queues make it do: each second's level is 0.8 of the last one's and
 * chance, so that seconds resemble each other for some five of them. Times are log-normal around the level, and more
 * requests fail the higher it is.
 */
interface Service {
  readonly seconds: number
  readonly perSecond: number
  readonly medianMs: number
  /** Of the logarithm of the level, within a run. */
  readonly wandering: number
}

const persistence = 0.8

/** Buckets of 3 %, from a millisecond to a second. */
const bucketRatio = 1.03
const buckets = 235
const valuesMs = Array.from({ length: buckets }, (_, place) => bucketRatio ** place)

const timed: Windowed['windowsOf'] = () => undefined
const figures = [
  { unit: 'share', better: 'higher', windowed: { windowsOf: timed, figure: quotient(0, 1) } },
  { unit: 'ms', better: 'lower', windowed: { windowsOf: timed, figure: percentileOf(50) } },
  { unit: 'ms', better: 'lower', windowed: { windowsOf: timed, figure: percentileOf(95) } },
  { unit: 'ms', better: 'lower', windowed: { windowsOf: timed, figure: percentileOf(99) } },
] as const

interface SimulatedRun {
  readonly requests: Windows
  readonly times: Windows
}

function simulatedRun({ seconds, perSecond, medianMs, wandering }: Service, random: Random): SimulatedRun {
  const innovation = wandering * Math.sqrt(1 - persistence ** 2)
  let level = wandering * normal(random)
  const counts: Float64Array[] = []
  const outcomes: Float64Array[] = []
  for (let second = 0; second < seconds; second++) {
    level = persistence * level + innovation * normal(random)
    const row = new Float64Array(buckets)
    let served = 0
    for (let request = 0; request < perSecond; request++) {
      const ms = medianMs * Math.exp(level + 0.5 * normal(random))
      const bucket = Math.min(buckets - 1, Math.max(0, Math.round(Math.log(ms) / Math.log(bucketRatio))))
      row[bucket] = (row[bucket] ?? 0) + 1
      if (random() > 0.05 * Math.exp(level)) served += 1
    }
    counts.push(row)
    outcomes.push(Float64Array.of(served, perSecond))
  }
  const windowMs = 1000
  return { requests: { counts: outcomes, valuesMs: [], windowMs }, times: { counts, valuesMs, windowMs } }
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function measured(run: SimulatedRun, place: number): number {
  const windows = place === 0 ? run.requests : run.times
  const sums = new Float64Array(windows.counts[0]?.length ?? 0)
  for (const row of windows.counts)
    for (const [column, count] of row.entries()) sums[column] = (sums[column] ?? 0) + count
  return figures[place]?.windowed.figure(windows)(sums) ?? Number.NaN
}

function verdicts(evidence: readonly (Evidence | undefined)[]): readonly string[] {
  const corrected = holm(evidence.map((one) => one?.pValue ?? 1))
  return evidence.map((one, place) => {
    const better = figures[place]?.better
    return one && better ? decide({ ...one, pValue: corrected[place] ?? 1 }, better) : 'inconclusive'
  })
}

function verdictsOfWindows(before: SimulatedRun, after: SimulatedRun, tolerance: number): readonly string[] {
  const [was, is] = [before, after].map((run) => [
    ...strayingOf(run.requests, figures.slice(0, 1)),
    ...strayingOf(run.times, figures.slice(1)),
  ])
  return verdicts(
    figures.map(({ unit }, place) => {
      const [one, other] = [was?.[place], is?.[place]]
      return (
        one &&
        other &&
        assessWindows(
          unit,
          { value: measured(before, place), straying: one },
          { value: measured(after, place), straying: other },
          tolerance,
        )
      )
    }),
  )
}

const claims = (found: readonly string[]) => found.some((verdict) => verdict === 'better' || verdict === 'worse')

describe('two single runs', () => {
  test('of one and the same service are told apart in at most 5 % of 1,000 pairs', { timeout: 180_000 }, () => {
    const random = createRandom(20_190_611)
    let wrong = 0
    for (let pair = 0; pair < 1000; pair++) {
      const service = { seconds: 100, perSecond: 15, medianMs: 100, wandering: 0.1 }
      const runs = [simulatedRun(service, random), simulatedRun(service, random)] as const
      // Without a tolerance: what is tested is the interval, not what it forgives.
      if (claims(verdictsOfWindows(...runs, 0))) wrong += 1
    }
    expect(wrong).toBeLessThanOrEqual(50)
  })

  test('are found to differ when everything takes 10 % longer, three times of four', { timeout: 180_000 }, () => {
    const random = createRandom(2)
    const found = { worse: 0, better: 0 }
    const service = { seconds: 300, perSecond: 40, wandering: 0.1 }
    for (let pair = 0; pair < 60; pair++) {
      const before = simulatedRun({ ...service, medianMs: 100 }, random)
      const after = simulatedRun({ ...service, medianMs: 110 }, random)
      const verdict = verdictsOfWindows(before, after, 0.05)[1]
      if (verdict === 'worse' || verdict === 'better') found[verdict] += 1
    }
    expect(found.worse).toBeGreaterThanOrEqual(45)
    expect(found.better).toBe(0)
  })
})

describe('groups of repeats', () => {
  /** Whole runs differ too, by 3 %: in the logarithm of all their times at once. */
  const repeats = (runs: number, medianMs: number, random: Random) =>
    Array.from({ length: runs }, () => {
      const run = 0.03 * normal(random)
      return figures.map(({ unit }) =>
        unit === 'ms' ? medianMs * Math.exp(run + 0.01 * normal(random)) : 0.95 - 0.01 * run,
      )
    })
  const verdictsOfRepeats = (before: number[][], after: number[][], tolerance: number) =>
    verdicts(
      figures.map(({ unit }, place) =>
        assessRepeats(
          unit,
          before.map((run) => run[place] ?? 0),
          after.map((run) => run[place] ?? 0),
          tolerance,
        ),
      ),
    )

  test('of one and the same service are told apart in at most 5 % of 1,000 pairs', () => {
    const random = createRandom(3)
    let wrong = 0
    for (let pair = 0; pair < 1000; pair++) {
      if (claims(verdictsOfRepeats(repeats(6, 100, random), repeats(6, 100, random), 0))) wrong += 1
    }
    expect(wrong).toBeLessThanOrEqual(50)
  })

  test('of six are found to differ when everything takes 10 % longer, and of twelve to be the same when nothing does', () => {
    const random = createRandom(4)
    const found = { worse: 0, same: 0 }
    for (let pair = 0; pair < 200; pair++) {
      if (verdictsOfRepeats(repeats(6, 100, random), repeats(6, 110, random), 0.05)[1] === 'worse') found.worse += 1
      if (verdictsOfRepeats(repeats(12, 100, random), repeats(12, 100, random), 0.05)[1] === 'same') found.same += 1
    }
    expect(found.worse).toBeGreaterThanOrEqual(160)
    expect(found.same).toBeGreaterThanOrEqual(160)
  })
})
