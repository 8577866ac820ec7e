import { requestCounts } from '../figures/requests.ts'
import { refusalsOf, serversOf } from '../figures/tiers.ts'
import { withoutWarmUp } from '../figures/warm-up.ts'
import { shareText } from '../figures/wording.ts'
import { simulations } from '../prediction/simulations.ts'
import type { FindingRule } from './finding.ts'
import { noFreePort } from './no-free-port.ts'
import { slowConnects } from './slow-connects.ts'

/** What a simulation of the same plan expects, beside what was measured. Silent for plans that it cannot simulate. */
export const prediction: FindingRule = (measured) => {
  if (measured.interrupted) return []
  const predictions = simulations(measured.plan)
  const server = serversOf(withoutWarmUp(measured))[0]
  const { sent, ok } = requestCounts(measured.total)
  if (predictions.length === 0 || server?.end === undefined || sent === 0) return []
  const refused = range(predictions.map((one) => one.refusedShare))
  const served = range(predictions.map((one) => one.servedShare))
  const refusals = refusalsOf(server.plan, server.end)
  const measuredRefused = refusals.offered === 0 ? 0 : refusals.refused / refusals.offered
  const portsRanShort = [...noFreePort(measured), ...slowConnects(measured)].length > 0
  return [
    {
      id: 'prediction',
      sentence:
        `A simulation of this plan expects ${rangeText(refused)} of the ${refusals.of}s refused and ${rangeText(served)} of the ` +
        `clients' requests served; measured were ${shareText(measuredRefused)} and ${shareText(ok / sent)}.` +
        (portsRanShort ? ' It knows nothing of local ports, which ran short here: what differs is their doing.' : ''),
      figures: {
        refusedShareLow: refused.low,
        refusedShareHigh: refused.high,
        refusedShare: measuredRefused,
        servedShareLow: served.low,
        servedShareHigh: served.high,
        servedShare: ok / sent,
      },
    },
  ]
}

function range(values: readonly number[]): { low: number; high: number } {
  return { low: Math.min(...values), high: Math.max(...values) }
}

function rangeText({ low, high }: { low: number; high: number }): string {
  const [lowText, highText] = [shareText(low), shareText(high)]
  return lowText === highText ? lowText : `${lowText.replace(' %', '')}–${highText}`
}
