import type uPlot from 'uplot'
import type { Chart } from '../../content/chart.ts'
import { colour } from './plot-options.ts'

/** The faintest field still stands out from the paper. */
const faintest = 0.12

/** Fills a field for each band at each moment, the darker the more there was of it. */
export function drawHeat(plot: uPlot, { at, heat }: Chart): void {
  if (heat === undefined) return
  const { ctx, bbox } = plot
  const most = highestCount(heat.counts)
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.fillStyle = colour('heat')
  const edges = heat.edges.map((edge) => Math.round(plot.valToPos(edge, 'y', true)))
  for (const [index, end] of at.entries()) {
    const left = Math.round(plot.valToPos(at[index - 1] ?? Math.max(0, 2 * end - (at[index + 1] ?? end)), 'x', true))
    const right = Math.round(plot.valToPos(end, 'x', true))
    if (right < bbox.left || left > bbox.left + bbox.width) continue
    for (const [band, count] of (heat.counts[index] ?? []).entries()) {
      if (count === 0) continue
      const [low = 0, high = 0] = [edges[band], edges[band + 1]]
      ctx.globalAlpha = faintest + (1 - faintest) * Math.sqrt(count / most)
      ctx.fillRect(left, high, Math.max(1, right - left), low - high)
    }
  }
  ctx.restore()
}

export function highestCount(counts: readonly (readonly number[])[]): number {
  let most = 1
  for (const column of counts) for (const count of column) if (count > most) most = count
  return most
}
