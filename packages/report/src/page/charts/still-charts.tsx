import type { ChartGroup } from '../../content/chart.ts'
import { t } from '../language/language.ts'
import { Section } from '../sections/section.tsx'
import { ChartGroups, useShown } from './chart-section.tsx'

/** Charts that share no time axis. `lead` says over what they are drawn. */
export function StillCharts({ groups, lead }: { groups: readonly ChartGroup[]; lead?: string }) {
  return (
    <Section id="charts" title="Charts">
      {lead === undefined ? null : <p class="lead">{t(lead)}</p>}
      <ChartGroups groups={useShown(groups)} events={[]} timeline={undefined} />
    </Section>
  )
}
