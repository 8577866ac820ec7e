import type { RefObject } from 'preact'
import type { Chart, Line } from '../../content/chart.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { pointText } from './plot-options.ts'
import { highestText, labelOf } from './summary-text.ts'

/** Shows the values at a point of the chart, or the highest ones without. Bypasses rendering: it runs at every mouse move. */
export interface Readings {
  readonly show: (index: number | undefined) => void
}

interface Properties {
  readonly chart: Chart
  readonly hidden: ReadonlySet<string>
  readonly readings: RefObject<Readings | undefined>
  readonly onToggle: (index: number, label: string) => void
}

/** The lines' names, colours and values; a click hides or shows a line. */
export function Legend({ chart, hidden, readings, onToggle }: Properties) {
  const connect = (list: HTMLElement | null) => {
    readings.current = list === null ? undefined : { show: (index) => showReadings(list, chart, index) }
  }
  return (
    <ul class="legend" ref={connect}>
      <li class="moment" data-moment aria-hidden="true" />
      {chart.lines.map((line, index) => (
        <li key={line.label}>
          <button
            type="button"
            aria-pressed={!hidden.has(line.label)}
            title={labelOf(line)}
            onClick={() => onToggle(index, line.label)}
          >
            <svg class="stroke" width="18" height="8" aria-hidden="true">
              <line
                x1="0"
                y1="4"
                x2="18"
                y2="4"
                stroke={`var(--${line.colour})`}
                stroke-width={line.stroke === 'broad' ? 6 : 2.5}
                stroke-opacity={line.stroke === 'broad' ? 0.5 : 1}
                stroke-dasharray={dashes[line.stroke]}
              />
            </svg>
            <span class="label" translate={line.verbatim !== true}>
              {labelOf(line)}
            </span>
            <span class="value" data-line={index}>
              {highestText(line, chart)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const dashes: Readonly<Record<Line['stroke'], string | undefined>> = {
  solid: undefined,
  broad: undefined,
  dashed: '6 3',
  dotted: '2 2.5',
}

function showReadings(list: HTMLElement, chart: Chart, index: number | undefined): void {
  const moment = list.querySelector('[data-moment]')
  if (moment !== null) moment.textContent = index === undefined ? '' : placeText(index, chart)
  for (const value of list.querySelectorAll<HTMLElement>('[data-line]')) {
    const line = chart.lines[Number(value.dataset.line)]
    if (line === undefined) continue
    value.textContent = index === undefined ? highestText(line, chart) : quantityText(line.values[index], chart.unit)
  }
}

function placeText(index: number, chart: Chart): string {
  if (chart.scale !== undefined) return `${chart.scale.name} = ${pointText(chart, index)}`
  return chart.axis === 'time' ? t(`at ${pointText(chart, index)}`) : pointText(chart, index)
}
