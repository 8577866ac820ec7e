/** The share of Student's t distribution with `freedom` degrees of freedom that lies further from 0 than `t`, both ways. */
export function studentBeyond(t: number, freedom: number): number {
  if (t === 0) return 1
  return regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/** The value that a share `beyond` of the distribution lies further from 0 than, both ways: 2.228 for 0.05 and 10. */
export function studentQuantile(beyond: number, freedom: number): number {
  let low = 0
  let high = 1
  while (studentBeyond(high, freedom) > beyond) high *= 2
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (studentBeyond(middle, freedom) > beyond) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** I_x(a, b), by its continued fraction on the side where that converges fast. */
function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b
}

/** Lentz's method; a denominator that vanishes is replaced by the smallest that does not. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const nonZero = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-14) break
  }
  return fraction
}

/** ln Γ(x) for x > 0: Lanczos' approximation, g = 5. */
function logGamma(x: number): number {
  const series = [
    76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.001208650973866179,
    -0.000005395239384953,
  ]
  const sum = series.reduce((total, term, place) => total + term / (x + place + 1), 1.000000000190015)
  return (x + 0.5) * Math.log(x + 5.5) - (x + 5.5) + Math.log((Math.sqrt(2 * Math.PI) * sum) / x)
}
