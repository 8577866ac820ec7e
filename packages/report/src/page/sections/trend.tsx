const width = 600
const height = 36
/** Narrower bars than this run into each other. */
const mostBars = 150

/** When a text was seen: a bar for each stretch of the run. */
export function Trend({ counts }: { counts: readonly number[] }) {
  const bars = gathered(counts)
  const highest = Math.max(1, ...bars)
  const step = width / bars.length
  return (
    <svg class="trend" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} class="trend-base" />
      {bars.map((count, index) =>
        count === 0 ? null : (
          <rect
            key={index}
            x={index * step}
            y={height - Math.max(1.5, (count / highest) * height)}
            width={Math.max(1, step * 0.82)}
            height={Math.max(1.5, (count / highest) * height)}
          />
        ),
      )}
    </svg>
  )
}

function gathered(counts: readonly number[]): readonly number[] {
  const together = Math.max(1, Math.ceil(counts.length / mostBars))
  const bars: number[] = []
  for (const [index, count] of counts.entries()) {
    const bar = Math.floor(index / together)
    bars[bar] = (bars[bar] ?? 0) + count
  }
  return bars
}
