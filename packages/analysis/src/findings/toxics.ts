import type { ToxicPlan } from '@loadrun/plan'
import { toxicsOf } from '../figures/tiers.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import type { FindingRule } from './finding.ts'

/** What a proxy between tiers was told to do to the network, and to how many connections it did it. */
export const toxics: FindingRule = (measured) =>
  toxicsOf(measured).flatMap(({ plan, observation, end }) => {
    if (end === undefined || plan.toxics.length === 0) return []
    const { accepted, resetByToxic, closedByToxic, bytesDropped } = end
    const share = (count: number) => (accepted === 0 ? '' : ` (${shareText(count / accepted)})`)
    const bytesHeldPeak = Math.max(0, ...observation.samples.map(({ counts }) => counts.bytesHeld))
    const effects = [
      resetByToxic > 0 ? `reset ${countText(resetByToxic)}${share(resetByToxic)}` : undefined,
      closedByToxic > 0 ? `closed ${countText(closedByToxic)}${share(closedByToxic)}` : undefined,
      bytesDropped > 0 ? `dropped ${countOf(bytesDropped, 'byte')}` : undefined,
      bytesHeldPeak > 0 ? `held up to ${countOf(bytesHeldPeak, 'byte')} back at once` : undefined,
    ].filter((effect) => effect !== undefined)
    const told = effects.length === 0 ? 'did nothing to them that it counts' : effects.join(', ')
    return [
      {
        id: 'toxics',
        sentence:
          `The network was made bad on purpose: ${plan.name} (${plan.toxics.map(toxicText).join('; ')}) carried ` +
          `${countOf(accepted, 'connection')} and ${told}.`,
        figures: { accepted, resetByToxic, closedByToxic, bytesDropped, bytesHeldPeak },
      },
    ]
  })

function toxicText(toxic: ToxicPlan): string {
  const { fromMs, toMs } = toxic
  const until = toMs === undefined ? '' : ` to ${durationText(toMs)}`
  const phase = fromMs === 0 && toMs === undefined ? '' : `, ${durationText(fromMs)}${until || ' on'}`
  if (toxic.type === 'down') return `down${phase}`
  const share = toxic.toxicity === 1 ? '' : ` for ${shareText(toxic.toxicity)} of connections`
  return `${toxic.type} ${toxic.stream}${share}${phase}`
}
