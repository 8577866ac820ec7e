import { createRandom } from '@loadrun/random'
import { runTierProcess } from '@loadrun/topology'
import { optionsFromPlan } from './options.ts'
import { startLimitedServer } from './server.ts'

runTierProcess(async ({ tier }) => {
  if (tier.kind !== 'limited-server') {
    throw new TypeError(`Cannot run a tier of kind ${JSON.stringify(tier.kind)} here, expected "limited-server"`)
  }
  const server = await startLimitedServer(optionsFromPlan(tier), {
    random: createRandom(tier.seed),
    log: (line) => process.stderr.write(`${line}\n`),
  })
  return { ...server, upstreamFailures: () => [] }
})
