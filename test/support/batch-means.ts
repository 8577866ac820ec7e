/** Batches that a series is cut into; 19 degrees of freedom. */
const batches = 20

/** Quantiles of Student's t with 19 degrees of freedom, two-sided. */
const tOf95Percent = 2.093
const tOfOneInAMillion = 7.069

/** A mean of values that depend on one another, with its interval from the means of batches. */
export interface BatchMeans {
  readonly mean: number
  readonly halfWidth95: number
  /** The true mean lies outside once in a million series. */
  readonly halfWidthSafe: number
}

export function batchMeans(values: readonly number[]): BatchMeans {
  const length = Math.floor(values.length / batches)
  const means = Array.from({ length: batches }, (_, batch) =>
    meanOf(values.slice(batch * length, (batch + 1) * length)),
  )
  const mean = meanOf(means)
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (batches - 1)
  const standardError = Math.sqrt(variance / batches)
  return { mean, halfWidth95: tOf95Percent * standardError, halfWidthSafe: tOfOneInAMillion * standardError }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
