/** One exchange: when the question left and its answer came, by one's own clock, and what the other's clock showed between. */
export interface ClockReading {
  readonly askedAtMs: number
  readonly answeredAtMs: number
  readonly theirsMs: number
}

export interface ClockOffset {
  /** What the other's clock shows more than one's own. */
  readonly offsetMs: number
  /** The truth lies at most so far from it, wherever the other clock was read on the way. */
  readonly uncertaintyMs: number
}

/**
 * From several exchanges: that with the shortest way there and back bounds the offset most closely. It is NTP's
 * estimate (RFC 5905, section 8): the middle of the way, half of it as the largest error. `undefined` without any.
 */
export function clockOffsetOf(readings: readonly ClockReading[]): ClockOffset | undefined {
  const wayMs = ({ askedAtMs, answeredAtMs }: ClockReading) => answeredAtMs - askedAtMs
  const [best] = readings.toSorted((one, other) => wayMs(one) - wayMs(other))
  if (best === undefined) return undefined
  return {
    offsetMs: best.theirsMs - (best.askedAtMs + best.answeredAtMs) / 2,
    uncertaintyMs: wayMs(best) / 2,
  }
}
