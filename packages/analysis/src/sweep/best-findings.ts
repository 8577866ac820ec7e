import type { Finding } from '@loadrun/metrics'
import { defaultTolerance } from '../comparison/tolerance.ts'
import { durationText, shareText } from '../figures/wording.ts'
import type { ToBest } from './find-best.ts'
import { byGoodput, figureAt, goodputText, nameOf, remarksText, type Swept } from './told-sweep.ts'

/** The best point; where there is none, the one with the highest goodput and what speaks against it. */
export function bestFinding(sweep: Swept): readonly Finding[] {
  const { best, points, method } = sweep
  const simulated = method.kind === 'simulation'
  if (best === undefined) {
    const broken = byGoodput(sweep, ({ status }) => status === 'failed')[0]
    if (broken === undefined) return []
    return [
      {
        id: 'sweep-no-best',
        sentence:
          `No point is best: none that can be trusted kept every threshold. The highest goodput, ` +
          `${goodputText(sweep, broken)}, was at ${nameOf(sweep, broken)}, which ${remarksText(points[broken])}.`,
        figures: { goodputPerSecond: figureAt(sweep, 'goodput', broken) ?? 0 },
      },
    ]
  }
  const served = figureAt(sweep, 'served-share', best.point) ?? 0
  const among = best.others.length + 1
  const thresholds = simulated ? '' : ' that can be trusted and kept every threshold'
  return [
    {
      id: 'sweep-best',
      sentence:
        `${nameOf(sweep, best.point)} is best${simulated ? ', by simulation' : ''}: its goodput of ` +
        `${goodputText(sweep, best.point)} (${shareText(served)} of the requests served) is ` +
        `${among === 1 ? 'that of the only point' : `the highest of the ${among} points`}${thresholds}.${simulated ? ' Thresholds are not simulated.' : ''}`,
      figures: {
        goodputPerSecond: figureAt(sweep, 'goodput', best.point) ?? 0,
        servedShare: served,
        contenders: among,
      },
    },
  ]
}

const proofs = { runs: 'by the runs', simulation: 'by simulations of both plans' } as const

const standings = {
  unknown: { id: 'sweep-alike', words: 'Cannot be told apart from it' },
  same: { id: 'sweep-same', words: `The same to within ${shareText(defaultTolerance)}` },
  lower: { id: 'sweep-lower', words: 'Lower by more than chance' },
} as const

/** The points that stand to the best in one way, with their goodput. */
export function standing(sweep: Swept, verdict: ToBest['verdict']): readonly Finding[] {
  const others = sweep.best?.others.filter((other) => other.verdict === verdict) ?? []
  if (others.length === 0) return []
  const named = others.map(({ point, by }) => {
    const proof = by === undefined || sweep.method.kind === 'simulation' ? '' : `, ${proofs[by]}`
    return `${nameOf(sweep, point)} (${goodputText(sweep, point)}${proof})`
  })
  const { id, words } = standings[verdict]
  return [{ id, sentence: `${words}: ${named.join(', ')}.`, figures: {} }]
}

/** Of points that goodput does not tell apart, the one that keeps its clients waiting least. */
export function soonestFinding(sweep: Swept): readonly Finding[] {
  const { best } = sweep
  const alike = best?.others.filter(({ verdict }) => verdict !== 'lower').map(({ point }) => point) ?? []
  if (best === undefined || alike.length === 0) return []
  const waits = [best.point, ...alike].flatMap((point) => {
    const ms = figureAt(sweep, 'response-time-p99-all', point)
    return ms === undefined ? [] : [{ point, ms }]
  })
  const [soonest, latest] = [waits.toSorted((a, b) => a.ms - b.ms)[0], waits.toSorted((a, b) => b.ms - a.ms)[0]]
  if (soonest === undefined || latest === undefined || latest.ms - soonest.ms <= defaultTolerance * latest.ms) return []
  return [
    {
      id: 'sweep-soonest',
      sentence:
        `Of these, ${nameOf(sweep, soonest.point)} answers soonest: 99 % of all its requests, failures included, ended ` +
        `within ${durationText(soonest.ms)}; at ${nameOf(sweep, latest.point)} within ${durationText(latest.ms)}.`,
      figures: { soonestMs: soonest.ms, latestMs: latest.ms },
    },
  ]
}
