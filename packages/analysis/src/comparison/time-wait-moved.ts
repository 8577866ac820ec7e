import type { Finding, RunResult } from '@loadrun/metrics'
import type { ComparedSide } from '../comparison.ts'
import { peakSockets } from '../figures/sockets.ts'
import { countText } from '../figures/wording.ts'

/** Sockets that make a place worth naming. */
const worthNaming = 500
/** What a place is left with, as a share of what it had, when its TIME_WAIT has gone elsewhere; or the other way round. */
const gone = 0.1

/** One end of one leg. */
interface Place {
  readonly tier: string
  readonly leg: string
  readonly was: number
  readonly is: number
}

/**
 * Whether TIME_WAIT lies at other ends than before: one has nearly all of it no more that had it, or one has it that had
 * none. `undefined` where it only grew or shrank where it was.
 */
export function timeWaitMoved({
  before,
  after,
}: Readonly<{ before: ComparedSide; after: ComparedSide }>): Finding | undefined {
  const places = placesIn(before.typical, after.typical)
  const lost = places.filter(({ was, is }) => is <= was * gone)
  const gained = places.filter(({ was, is }) => was <= is * gone)
  if (lost.length === 0 || gained.length === 0) return undefined
  const told = [...lost, ...gained, ...places.filter((place) => !lost.includes(place) && !gained.includes(place))]
  return {
    id: 'time-wait-moved',
    sentence: `${before.name} → ${after.name}: TIME_WAIT moved: ${told.map(tell).join('; ')}. Who closes first keeps it.`,
    figures: {
      lost: lost.reduce((sum, { was, is }) => sum + was - is, 0),
      gained: gained.reduce((sum, { was, is }) => sum + is - was, 0),
    },
  }
}

function tell({ tier, leg, was, is }: Place): string {
  return `${tier} on ${leg} ${countText(was)} → ${countText(is)}`
}

function placesIn(before: RunResult, after: RunResult): readonly Place[] {
  if (!before.sockets.observed || !after.sockets.observed) return []
  const legs = new Map([...before.sockets.legs, ...after.sockets.legs].map((leg) => [leg.name, leg]))
  return [...legs.values()]
    .flatMap((leg) =>
      (['from', 'to'] as const).map((end) => ({
        tier: leg[end],
        leg: leg.name,
        was: peakSockets(before, leg.name, end, 'TIME_WAIT') ?? 0,
        is: peakSockets(after, leg.name, end, 'TIME_WAIT') ?? 0,
      })),
    )
    .filter(({ was, is }) => Math.max(was, is) >= worthNaming)
}
