import type { Finding } from '@loadrun/metrics'
import { type SweptPoint, typicalRun } from './swept-point.ts'
import type { Swept } from './told-sweep.ts'

/** Findings of a run that say what its goodput was lost to, or what kept it. */
const telling: ReadonlySet<string> = new Set([
  'main-failure',
  'no-free-port',
  'toxics',
  'slots-exhausted',
  'slots-free',
  'slots-awaited',
  'slot-holders',
  'retry-amplification',
  'timeout-effect',
  'work-for-nobody',
  'unserved-arrivals',
])

/** More points than this nobody reads about one by one. */
const mostTold = 8

/** What happened at the best point, then at the others: their own findings, side by side. */
export function sweepReasons(sweep: Swept, swept: readonly SweptPoint[]): readonly Finding[] {
  const best = sweep.best?.point
  return toldPoints(sweep).flatMap((place) => {
    const point = sweep.points[place]
    const run = swept[place] && typicalRun(swept[place])
    if (point === undefined || run === undefined || point.status === 'interrupted') return []
    const sentences = run.findings.filter(({ id }) => telling.has(id)).map(({ sentence }) => sentence)
    if (sentences.length === 0) return []
    const [id, start] =
      place === best ? ['sweep-why-best', `Why ${point.name}`] : ['sweep-at-point', `At ${point.name}`]
    return [{ id, sentence: `${start}: ${sentences.join(' ')}`, figures: {} }]
  })
}

/** All, or, where they are many, the best, those next to it on every axis, and the one with the lowest goodput. */
function toldPoints({ points, rows, best }: Swept): readonly number[] {
  const all = points.map((_, place) => place)
  const first = best === undefined ? [] : [best.point]
  const others = all.filter((place) => place !== best?.point)
  if (points.length <= mostTold) return [...first, ...others]
  const goodput = rows.find(({ id }) => id === 'goodput')?.values ?? []
  const lowest = others.toSorted((a, b) => (goodput[a] ?? 0) - (goodput[b] ?? 0)).slice(0, 1)
  const places = best === undefined ? undefined : points[best.point]?.places
  const next = others.filter((place) => places !== undefined && stepsBetween(places, points[place]?.places ?? []) === 1)
  return [...new Set([...first, ...next, ...lowest])]
}

function stepsBetween(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, place, axis) => sum + Math.abs(place - (other[axis] ?? 0)), 0)
}
