import { assessRepeats } from '../comparison/assess-repeats.ts'
import { assessWindows, type Straying } from '../comparison/assess-windows.ts'
import { decide, type Evidence } from '../comparison/decide.ts'
import { medianOf } from '../statistics/median.ts'

/** A point that may be the best, with its goodput. */
export interface Contender {
  /** Its place among the points of the sweep. */
  readonly point: number
  /** Of each run, per second; at least one. */
  readonly goodput: readonly number[]
  /** How far a single run's goodput strays within it. */
  readonly straying: Straying | undefined
  /** The same by simulations of its plan; none where it cannot be simulated. */
  readonly simulated: readonly number[]
  /** How long clients waited: decides between equal goodputs. */
  readonly waitMs: number
}

/** The point with the highest goodput, and how the others stand to it. */
export interface Best {
  readonly point: number
  readonly others: readonly ToBest[]
}

export interface ToBest {
  readonly point: number
  /**
   * `lower`: by more than chance and more than the tolerance. `same`: shown to be within the tolerance. `unknown`:
   * neither is shown, so the two cannot be told apart.
   */
  readonly verdict: 'lower' | 'same' | 'unknown'
  /** What shows it; `undefined` of what is unknown. */
  readonly by: 'runs' | 'simulation' | undefined
}

const unknown = { verdict: 'unknown', by: undefined } as const

/**
 * The contender with the highest median goodput, of equal ones the one with the shortest wait; `undefined` without any. Others are told apart from it by their runs
 * where these suffice, else by simulations of both plans, if what was measured agrees with these. The best is picked
 * after a look at all, so that p is multiplied by the number of all pairs (Bonferroni).
 */
export function findBest(contenders: readonly Contender[], tolerance: number): Best | undefined {
  const [best, ...others] = contenders.toSorted((a, b) => goodputOf(b) - goodputOf(a) || a.waitMs - b.waitMs)
  if (best === undefined) return undefined
  const pairs = (contenders.length * (contenders.length - 1)) / 2
  const verdictBy = (evidence: Evidence | undefined, by: 'runs' | 'simulation') => {
    if (evidence === undefined) return undefined
    const verdict = decide({ ...evidence, pValue: Math.min(1, evidence.pValue * pairs) }, 'higher')
    if (verdict === 'worse') return { verdict: 'lower', by } as const
    return verdict === 'same' ? ({ verdict, by } as const) : undefined
  }
  return {
    point: best.point,
    others: others
      .map((other) => ({
        point: other.point,
        ...(verdictBy(measuredEvidence(best, other, tolerance), 'runs') ??
          verdictBy(simulatedEvidence(best, other, tolerance), 'simulation') ??
          unknown),
      }))
      .sort((a, b) => a.point - b.point),
  }
}

function goodputOf({ goodput }: Contender): number {
  return medianOf(goodput) ?? Number.NEGATIVE_INFINITY
}

function measuredEvidence(best: Contender, other: Contender, tolerance: number): Evidence | undefined {
  if (best.goodput.length > 1 && other.goodput.length > 1) {
    return assessRepeats('perSecond', best.goodput, other.goodput, tolerance)
  }
  if (best.straying === undefined || other.straying === undefined) return undefined
  return assessWindows(
    'perSecond',
    { value: goodputOf(best), straying: best.straying },
    { value: goodputOf(other), straying: other.straying },
    tolerance,
  )
}

function simulatedEvidence(best: Contender, other: Contender, tolerance: number): Evidence | undefined {
  if (!agreesWithSimulation(best, tolerance) || !agreesWithSimulation(other, tolerance)) return undefined
  return assessRepeats('perSecond', best.simulated, other.simulated, tolerance)
}

/** Whether the measured goodput lies among the simulated ones, give or take the tolerance. */
function agreesWithSimulation(contender: Contender, tolerance: number): boolean {
  const { simulated } = contender
  if (simulated.length < 2) return false
  const goodput = goodputOf(contender)
  return goodput >= Math.min(...simulated) * (1 - tolerance) && goodput <= Math.max(...simulated) * (1 + tolerance)
}
