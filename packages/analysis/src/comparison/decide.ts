import type { Assessment, ComparisonRow, ComparisonVerdict } from '../comparison.ts'

/** The chance that is taken of calling a difference real that is none. */
export const alpha = 0.05

export type Evidence = Omit<Assessment, 'verdict' | 'repeatsToDecide'>

/**
 * Better or worse needs both: more than chance, and more than the tolerance and the noise between runs. The same needs
 * proof as well, by the interval lying within the tolerance; a test that finds nothing is none.
 */
export function decide(evidence: Evidence, better: ComparisonRow['better']): ComparisonVerdict {
  const { shift, interval, pValue, tolerance, noiseFloor } = evidence
  const matters = Math.abs(shift) > Math.max(tolerance, noiseFloor ?? 0)
  if (pValue <= alpha && matters) {
    if (better === 'neither') return 'changed'
    return shift > 0 === (better === 'higher') ? 'better' : 'worse'
  }
  const within = interval !== undefined && interval.low >= -tolerance && interval.high <= tolerance
  return within ? 'same' : 'inconclusive'
}
