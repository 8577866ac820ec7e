import uPlot from 'uplot'
import type { RunEvent } from '../../content/events/event.ts'
import { colour } from './plot-options.ts'

/** Room to leave between two numbers. */
const numberGap = 2

export const eventColours: Readonly<Record<RunEvent['kind'], string>> = {
  plan: 'muted',
  first: 'link',
  broken: 'bad',
}

/** Draws a line up each moment, with the event's number in the list above the charts. */
export function drawEvents(plot: uPlot, events: readonly RunEvent[]): void {
  const { ctx, bbox } = plot
  const ratio = uPlot.pxRatio
  let numbersEnd = Number.NEGATIVE_INFINITY
  ctx.save()
  ctx.font = `${10.5 * ratio}px ui-sans-serif, system-ui, sans-serif`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'bottom'
  ctx.lineWidth = ratio
  for (const [index, { atMs, kind }] of events.entries()) {
    const x = Math.round(plot.valToPos(atMs / 1000, 'x', true))
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    ctx.strokeStyle = colour(eventColours[kind])
    ctx.fillStyle = colour(eventColours[kind])
    ctx.setLineDash(kind === 'broken' ? [] : [2 * ratio, 3 * ratio])
    ctx.globalAlpha = 0.75
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const number = String(index + 1)
    const halfWidth = ctx.measureText(number).width / 2
    if (x - halfWidth < numbersEnd) continue
    ctx.globalAlpha = 1
    ctx.fillText(number, x, bbox.top - ratio)
    numbersEnd = x + halfWidth + numberGap * ratio
  }
  ctx.restore()
}
