import uPlot from 'uplot'
import type { Chart } from '../../content/chart.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { colour } from './plot-options.ts'

/** Draws a chart's fixed values across it, each with its name. */
export function drawMarks(plot: uPlot, chart: Chart): void {
  const { ctx, bbox } = plot
  for (const mark of chart.marks) {
    const y = Math.round(plot.valToPos(mark.value, 'y', true))
    if (y < bbox.top || y > bbox.top + bbox.height) continue
    ctx.save()
    ctx.strokeStyle = colour('ink')
    ctx.fillStyle = colour('ink')
    ctx.globalAlpha = 0.7
    ctx.lineWidth = uPlot.pxRatio
    ctx.setLineDash([4 * uPlot.pxRatio, 4 * uPlot.pxRatio])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    ctx.font = `${11 * uPlot.pxRatio}px ui-sans-serif, system-ui, sans-serif`
    ctx.textAlign = 'left'
    ctx.textBaseline = 'bottom'
    ctx.fillText(
      `${t(mark.label)} ${quantityText(mark.value, chart.unit)}`,
      bbox.left + 6 * uPlot.pxRatio,
      y - 3 * uPlot.pxRatio,
    )
    ctx.restore()
  }
}
