import { runTierProcess } from '@loadrun/topology'
import { systemClock } from './clock.ts'
import { startToxics } from './toxics.ts'

runTierProcess(async (start) => {
  if (!('upstream' in start) || start.tier.kind !== 'toxics') {
    throw new Error(`Cannot start a ${start.tier.kind} here: this process runs toxics`)
  }
  const toxics = await startToxics(start.tier, start.upstream, { clock: systemClock })
  const { addresses } = toxics.address
  if (toxics.missingAddresses.length > 0) {
    process.stderr.write(
      `Listening on ${addresses.join(', ')} only: this host does not have ${toxics.missingAddresses.join(', ')}\n`,
    )
  }
  return toxics
})
