import { loadGenerator } from '@loadrun/plan'
import { samplesUnderLoad } from '../figures/sockets.ts'
import { countOf, countText, durationText, shareText } from '../figures/wording.ts'
import { type DescriptorBudget, descriptorBudget } from '../sockets/descriptor-budget.ts'
import type { FindingRule } from './finding.ts'

/** From this share of the limit on, it is said how far the descriptors will last. */
const worthTellingShare = 0.5

/** A forecast further ahead than this tells nothing. */
const furthestMs = 60_000

/** Which process runs out of file descriptors: each connection holds one, at whichever end. */
export const descriptors: FindingRule = (measured) => {
  const { sockets } = measured
  if (!sockets.observed) return []
  const samples = samplesUnderLoad(measured)
  const withoutOne = measured.total.failures
    .filter(({ cause }) => cause === 'no-free-descriptor')
    .reduce((sum, { count }) => sum + count, 0)
  return Object.entries(sockets.descriptorLimits ?? {}).flatMap(([name, limit]) => {
    const budget = descriptorBudget(samples, name, limit)
    const notOpened = name === loadGenerator ? withoutOne : 0
    if (budget === undefined || (notOpened === 0 && !isScarce(budget))) return []
    const { peak, usedShare, growthPerSecond, usedUpInMs } = budget
    return [
      {
        id: 'descriptors',
        sentence:
          `${name} had up to ${countText(peak)} of the ${countText(limit)} file descriptors open that it may have ` +
          `(${shareText(usedShare)})${forecastText(budget)}.${notOpened === 0 ? '' : ` ${countOf(notOpened, 'connection')} could not be opened for lack of one (EMFILE).`} ` +
          'Each connection holds one; `ulimit -n` raises the limit.',
        figures: {
          descriptors: peak,
          limit,
          growthPerSecond,
          ...(usedUpInMs === undefined ? {} : { usedUpInMs }),
          ...(notOpened === 0 ? {} : { connectionsNotOpened: notOpened }),
        },
      },
    ]
  })
}

function isScarce({ usedShare, usedUpInMs }: DescriptorBudget): boolean {
  return usedShare >= worthTellingShare || (usedShare >= 0.1 && usedUpInMs !== undefined && usedUpInMs <= furthestMs)
}

function forecastText({ usedUpInMs }: DescriptorBudget): string {
  if (usedUpInMs === undefined || usedUpInMs > furthestMs) return ''
  if (usedUpInMs === 0) return ': none is left'
  return `: at the growth of the last seconds none is left in ${durationText(usedUpInMs)}`
}
