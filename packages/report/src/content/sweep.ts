import type { Sweep, SweepPoint, SweepRow } from '@loadrun/analysis'
import { quantityText } from '../wording/quantity.ts'
import { sweepCharts } from './charts/sweep.ts'
import type { VerdictContent } from './content.ts'
import { findingContent } from './findings.ts'
import { hostFigures } from './host.ts'
import type { SweepColumn, SweepContent, SweepPointContent } from './sweep-content.ts'

/** All that the report of a sweep says. */
export function sweepContent(sweep: Sweep): SweepContent {
  const columns = columnsOf(sweep.rows)
  return {
    kind: 'sweep',
    name: sweep.name,
    axes: sweep.axes.map(({ name, path, values }) => ({ name, path, values })),
    startedAt: sweep.startedAt ?? null,
    verdict: verdictOf(sweep),
    method: methodText(sweep),
    findings: sweep.findings.map(findingContent),
    columns,
    points: sweep.points.map((point, place) => pointContent(sweep, columns, point, place)),
    chartGroups: sweepCharts(sweep),
    rows: sweep.rows.map(({ id, label, unit, note, values }) => ({
      id,
      label,
      unit,
      note: note ?? '',
      values: values.map((value) => value ?? null),
    })),
    configuration: sweep.configuration,
    host: sweep.host === undefined ? [] : hostFigures(sweep.host),
  }
}

/** Of each kind the figure that is largest anywhere: a sweep of several tiers has several of each. */
const columnKinds: readonly Readonly<{ pattern: RegExp; label: string }>[] = [
  { pattern: /^goodput$/, label: 'goodput' },
  { pattern: /^served-share$/, label: 'served' },
  { pattern: /-refused-share$/, label: 'refused' },
  { pattern: /-timeouts$/, label: 'timeouts' },
  { pattern: /-time-wait-(from|to)$/, label: 'TIME_WAIT' },
  { pattern: /^response-time-p99-ok$/, label: 'p99 served' },
  { pattern: /^response-time-p95-all$/, label: 'p95 all' },
  { pattern: /^response-time-p99-all$/, label: 'p99 all' },
]

function columnsOf(rows: readonly SweepRow[]): readonly SweepColumn[] {
  return columnKinds.flatMap(({ pattern, label }) => {
    const [row] = rows.filter(({ id }) => pattern.test(id)).toSorted((a, b) => largestIn(b) - largestIn(a))
    return row === undefined ? [] : [{ id: row.id, label, meaning: row.label, unit: row.unit }]
  })
}

function largestIn({ values, simulated }: SweepRow): number {
  return Math.max(0, ...values.map((value) => value ?? 0), ...simulated.map((one) => one?.middle ?? 0))
}

function verdictOf({ best, points, rows, method }: Sweep): VerdictContent {
  const reservations = points.flatMap(({ name, status, remarks }) =>
    remarks.length === 0 || status === 'failed' ? [] : [`${name}: ${remarks.join(' ')}`],
  )
  if (best === undefined) {
    const sentence = 'No point can be trusted and kept every threshold. The findings say what came nearest.'
    return { tone: 'bad', title: 'No best point', sentence, reservations }
  }
  const goodput = rows.find(({ id }) => id === 'goodput')
  const value = goodput?.values[best.point] ?? goodput?.simulated[best.point]?.middle
  const alike = best.others.filter(({ verdict }) => verdict !== 'lower').map(({ point }) => points[point]?.name)
  const simulated = method.kind === 'simulation'
  return {
    tone: alike.length === 0 && reservations.length === 0 ? 'good' : 'doubtful',
    title: `Best: ${points[best.point]?.name}`,
    sentence:
      `${simulated ? 'Simulations expect' : 'It has'} the highest goodput, ${quantityText(value, 'perSecond')}` +
      `${simulated ? '' : `, of ${best.others.length === 0 ? 'the only point' : `the ${best.others.length + 1} points`} that kept every threshold`}.` +
      `${alike.length === 0 ? '' : ` Not told apart from it: ${alike.join(', ')}.`}`,
    reservations,
  }
}

function methodText({ method }: Sweep): string {
  switch (method.kind) {
    case 'simulation':
      return `Nothing was run: each point’s plan was simulated ${method.runs} times with other draws. Medians are shown.`
    case 'repeats':
      return (
        'Every run is one value; medians are shown. Points are told apart by the exact Mann-Whitney test on goodput, or ' +
        'else by simulations of their plans, with p multiplied by the number of all pairs.'
      )
    case 'windows':
      return (
        `One run of each point. They are told apart by a bootstrap of goodput over blocks of ${method.blockSeconds} s, ` +
        'or else by simulations of their plans; noise between runs is unknown.'
      )
  }
}

const outText: Readonly<Record<SweepPoint['status'], string>> = {
  passed: '',
  simulated: '',
  failed: 'broke thresholds',
  untrusted: 'cannot be trusted',
  interrupted: 'interrupted',
  'could-not-run': 'could not be run',
  'not-run': 'not run',
}

function pointContent(
  { best, axes, rows }: Sweep,
  columns: readonly SweepColumn[],
  { name, places, status, remarks, folders }: SweepPoint,
  place: number,
): SweepPointContent {
  const other = best?.others.find(({ point }) => point === place)
  const standing = (): Pick<SweepPointContent, 'standing' | 'tone'> => {
    if (best?.point === place) return { standing: 'best', tone: 'best' }
    if (other === undefined) return { standing: outText[status], tone: 'out' }
    if (other.verdict === 'lower') return { standing: 'lower', tone: 'lower' }
    return { standing: other.verdict === 'same' ? 'the same' : 'cannot be told apart', tone: 'alike' }
  }
  return {
    name,
    values: places.map((value, axis) => axes[axis]?.values[value] ?? ''),
    status,
    ...standing(),
    remarks,
    cells: columns.map(({ id }) => {
      const row = rows.find((one) => one.id === id)
      return { value: row?.values[place] ?? null, simulated: row?.simulated[place] ?? null }
    }),
    reports: folders.map((folder) => `${folder.split(/[\\/]/).map(encodeURIComponent).join('/')}/report.html`),
  }
}
