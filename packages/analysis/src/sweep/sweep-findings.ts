import type { Finding } from '@loadrun/metrics'
import { alpha } from '../comparison/decide.ts'
import { fewestThatCanDecide } from '../comparison/repeats-to-decide.ts'
import { defaultTolerance } from '../comparison/tolerance.ts'
import { countOf, shareText } from '../figures/wording.ts'
import { bestFinding, soonestFinding, standing } from './best-findings.ts'
import { leftOut, promisesBroken } from './left-out-findings.ts'
import { sweepReasons } from './sweep-reasons.ts'
import type { SweptPoint } from './swept-point.ts'
import { nameOf, rateText, type Swept } from './told-sweep.ts'

/** Which point is best, which others may be, what speaks against the rest, and why. */
export function sweepFindings(sweep: Swept, swept: readonly SweptPoint[]): readonly Finding[] {
  return [
    ...bestFinding(sweep),
    ...standing(sweep, 'unknown'),
    ...standing(sweep, 'same'),
    ...soonestFinding(sweep),
    ...standing(sweep, 'lower'),
    ...promisesBroken(sweep),
    ...leftOut(sweep),
    ...sweepReasons(sweep, swept),
    ...simulationFinding(sweep),
    ...oneRunEach(sweep),
  ]
}

/** Whether what was measured is what simulations of the plans expect. */
function simulationFinding(sweep: Swept): readonly Finding[] {
  const row = sweep.rows.find(({ id }) => id === 'goodput')
  if (row === undefined || sweep.method.kind === 'simulation') return []
  const held = sweep.points.flatMap(({ status }, point) => {
    const [value, simulated] = [row.values[point], row.simulated[point]]
    if (value === undefined || simulated === undefined || (status !== 'passed' && status !== 'failed')) return []
    const within = value >= simulated.low * (1 - defaultTolerance) && value <= simulated.high * (1 + defaultTolerance)
    const expected = `${rateText(simulated.low)} to ${rateText(simulated.high)} instead of ${rateText(value)}`
    return [{ point, within, expected }]
  })
  if (held.length === 0) return []
  const outside = held
    .filter(({ within }) => !within)
    .map(({ point, expected }) => `${nameOf(sweep, point)} (${expected})`)
  return [
    {
      id: 'sweep-simulation',
      sentence:
        `Simulations of the plans expect the goodput that was measured, to within ${shareText(defaultTolerance)}, at ` +
        `${held.length - outside.length} of ${countOf(held.length, 'point')}` +
        `${outside.length === 0 ? '.' : `; they expect another at ${outside.join(', ')}.`}`,
      figures: {},
    },
  ]
}

function oneRunEach({ method, best }: Swept): readonly Finding[] {
  if (method.kind !== 'windows' || best === undefined || best.others.length === 0) return []
  const points = best.others.length + 1
  const runs = fewestThatCanDecide((points * (points - 1)) / 2)
  return [
    {
      id: 'one-run-each',
      sentence:
        'Each point ran once, so what whole runs differ by without a cause is not known. ' +
        `--repeat ${runs} is the least that can tell ${countOf(points, 'point')} apart by their runs (p ≤ ${alpha * 100} % over all pairs).`,
      figures: { runsOfEach: 1, runsToTell: runs },
    },
  ]
}
