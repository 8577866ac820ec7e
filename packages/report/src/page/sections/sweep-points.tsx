import type { SweepCell, SweepContent, SweepPointContent } from '../../content/sweep-content.ts'
import { quantityText, type Unit } from '../../wording/quantity.ts'
import { t } from '../language/language.ts'
import { ScrollingTable } from './scrolling-table.tsx'
import { Section } from './section.tsx'

/** The points with the figures to choose by, and the way to the pages of their runs. */
export function SweepPoints({ content }: { content: SweepContent }) {
  const { axes, columns, points } = content
  return (
    <Section id="points" title="Points">
      <p class="lead">
        {t(content.method)}
        {points.some(({ cells }) => cells.some(({ simulated }) => simulated !== null))
          ? ` ${t('Small figures (sim.): the lowest and highest that simulations of the point’s plan come to.')}`
          : null}
      </p>
      <ScrollingTable label={t('Points')} class="wide-table points">
        <thead>
          <tr>
            {axes.map(({ path, name }) => (
              <th scope="col" key={path} title={path}>
                {name}
              </th>
            ))}
            <th scope="col">{t('To the best')}</th>
            {columns.map(({ id, label, meaning }) => (
              <th scope="col" class="number" key={id} title={t(meaning)}>
                {t(label)}
              </th>
            ))}
            <th scope="col">{t('Reports')}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.name} class={point.tone}>
              {point.values.map((value, axis) =>
                axis === 0 ? (
                  <th scope="row" class="code" key={axis}>
                    {value}
                  </th>
                ) : (
                  <td class="code" key={axis}>
                    {value}
                  </td>
                ),
              )}
              <td>
                <span class="standing">{t(point.standing)}</span>
                {point.remarks.map((remark) => (
                  <small key={remark}>{t(remark)}</small>
                ))}
              </td>
              {columns.map(({ id, unit }, place) => (
                <Cell key={id} cell={point.cells[place]} unit={unit} />
              ))}
              <td>
                <Reports point={point} />
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </Section>
  )
}

function Cell({ cell, unit }: { cell: SweepCell | undefined; unit: Unit }) {
  const { value = null, simulated = null } = cell ?? {}
  if (simulated === null) return <td class="number">{quantityText(value, unit)}</td>
  return (
    <td class="number">
      {value === null ? null : quantityText(value, unit)}
      <small title={t('by simulations of the point’s plan')}>{rangeText(simulated.low, simulated.high, unit)}</small>
    </td>
  )
}

/** `72.4 – 73.6 %`: the unit once, where it is that of both. */
function rangeText(low: number, high: number, unit: Unit): string {
  const [from, to] = [quantityText(low, unit), quantityText(high, unit)]
  if (from === to) return `sim. ${to}`
  const ending = /[^\d]*$/.exec(to)?.[0] ?? ''
  return `sim. ${ending !== '' && from.endsWith(ending) ? from.slice(0, -ending.length) : from} – ${to}`
}

function Reports({ point: { name, reports } }: { point: SweepPointContent }) {
  if (reports.length === 0) return <>–</>
  return (
    <>
      {reports.map((report, place) => (
        <a
          class="run-report"
          key={report}
          href={report}
          aria-label={reports.length === 1 ? t(`report of ${name}`) : t(`report of run ${place + 1} at ${name}`)}
        >
          {reports.length === 1 ? t('report') : place + 1}
        </a>
      ))}
    </>
  )
}
