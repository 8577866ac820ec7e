import { useState } from 'preact/hooks'
import type { Chart } from '../../content/chart.ts'
import { momentText } from '../../wording/duration.ts'
import { quantityText } from '../../wording/quantity.ts'
import { percentileText } from './plot-options.ts'

/** The figures of a chart. Made when asked for: an hour has thousands of rows. */
export function TableTwin({ chart }: { chart: Chart }) {
  const [open, setOpen] = useState(false)
  return (
    <details class="twin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Figures<span class="unseen"> of the chart “{chart.title}”</span>
      </summary>
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section class="scroll" tabIndex={0} aria-label={`Figures of ${chart.title}`}>
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{chart.axis === 'time' ? 'Time' : 'Percentile'}</th>
                {chart.lines.map((line) => (
                  <th scope="col" key={line.label}>
                    {line.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {chart.at.map((at, index) => (
                <tr key={at}>
                  <th scope="row">{chart.axis === 'time' ? momentText(at * 1000) : percentileText(at)}</th>
                  {chart.lines.map((line) => (
                    <td key={line.label}>{quantityText(line.values[index], chart.unit)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </details>
  )
}
