/**
 * The share of a standard normal distribution below `z`. Its error is under 1.2 · 10⁻⁷ of the tail: Numerical Recipes'
 * Chebyshev fit of the complementary error function.
 */
export function normalBelow(z: number): number {
  const tail = 0.5 * complementaryError(Math.abs(z) / Math.SQRT2)
  return z > 0 ? 1 - tail : tail
}

/** The value that `beyond` of a standard normal distribution lies further from 0 than: 1.96 for 0.05. */
export function normalQuantile(beyond: number): number {
  let low = 0
  let high = 10
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (2 * normalBelow(-middle) > beyond) low = middle
    else high = middle
  }
  return low
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]

function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2)
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  return t * Math.exp(-x * x + polynomial)
}
