import { runTierProcess } from '@loadrun/topology'
import { systemClock } from './clock.ts'
import { startMiddleware } from './middleware.ts'

runTierProcess(async (start) => {
  if (!('upstream' in start) || start.tier.kind !== 'middleware') {
    throw new Error(`Cannot start a ${start.tier.kind} here: this process runs a middleware`)
  }
  return startMiddleware(start.tier, start.upstream, { clock: systemClock })
})
