import { useState } from 'preact/hooks'
import type { Chart } from '../../content/chart.ts'
import { quantityText } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { pointText } from './plot-options.ts'
import { labelOf } from './summary-text.ts'

/** The figures of a chart. Made when asked for: an hour has thousands of rows. */
export function TableTwin({ chart }: { chart: Chart }) {
  const [open, setOpen] = useState(false)
  return (
    <details class="twin" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('Figures')}
        <span class="unseen">: {t(chart.title)}</span>
      </summary>
      {open ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section class="scroll" tabIndex={0} aria-label={`${t('Figures')}: ${t(chart.title)}`}>
          <table class="figures">
            <thead>
              <tr>
                <th scope="col">{chart.scale?.name ?? (chart.axis === 'time' ? t('Time') : t('Percentile'))}</th>
                {chart.lines.map((line) => (
                  <th scope="col" key={line.label}>
                    {labelOf(line)}
                  </th>
                ))}
                {chart.heat?.edges.slice(0, -1).map((edge, band) => (
                  <th scope="col" key={edge}>
                    {`${quantityText(edge, chart.unit)} – ${quantityText(chart.heat?.edges[band + 1], chart.unit)}`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {chart.at.map((at, index) => (
                <tr key={at}>
                  <th scope="row">{pointText(chart, index)}</th>
                  {chart.lines.map((line) => (
                    <td key={line.label}>{quantityText(line.values[index], chart.unit)}</td>
                  ))}
                  {chart.heat?.counts[index]?.map((count, band) => (
                    <td key={band}>{quantityText(count, 'count')}</td>
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
