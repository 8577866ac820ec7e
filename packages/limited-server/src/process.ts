import { createRandom, deriveSeed } from '@loadrun/random'
import { runTierProcess } from '@loadrun/topology'
import { optionsFromPlan } from './options.ts'
import { startLimitedServer } from './server.ts'

runTierProcess(async ({ tier }) => {
  if (tier.kind !== 'limited-server') {
    throw new Error(`Cannot start a ${tier.kind} here: this process runs a limited-server`)
  }
  const server = await startLimitedServer(optionsFromPlan(tier), {
    random: createRandom(deriveSeed(tier.seed, 'latency')),
    log: writeLine,
  })
  const { addresses } = server.address
  if (server.missingAddresses.length > 0) {
    writeLine(
      `Listening on ${addresses.join(', ')} only: this host does not have ${server.missingAddresses.join(', ')}`,
    )
  }
  return { ...server, upstreamFailures: () => [] }
})

function writeLine(line: string): void {
  process.stderr.write(`${line}\n`)
}
