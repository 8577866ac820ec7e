import type { ComponentChildren } from 'preact'
import type { TierTable } from '../../content/content.ts'
import { FigureValue } from './figure-value.tsx'

/** What the tiers counted over the whole run. */
export function Tiers({ tables, children }: { tables: readonly TierTable[]; children: ComponentChildren }) {
  return (
    <section id="tiers" aria-labelledby="tiers-title">
      <h2 id="tiers-title">What the tiers counted</h2>
      {tables.length === 0 ? <p class="lead">loadrun started no tiers for this run.</p> : null}
      <div class="tiers">
        {tables.map((table) => (
          <div class="tier" key={table.name}>
            <h3>
              {table.name} <small>{table.kind}</small>
            </h3>
            <dl>
              {table.figures.map((figure) => (
                <div key={figure.label}>
                  <dt>{figure.label}</dt>
                  <dd>
                    <FigureValue figure={figure} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
      {children}
    </section>
  )
}
