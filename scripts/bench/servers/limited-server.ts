// The limited server alone, with no latency, for bench-servers.ts: prints its URL and serves until it is killed.
import process from 'node:process'
import { defaultOptions, startLimitedServer } from '../../../packages/limited-server/src/index.ts'
import { createRandom } from '../../../packages/random/src/index.ts'

const { address } = await startLimitedServer(defaultOptions, { random: createRandom(1), log: () => {} })
process.stdout.write(`http://${address.addresses[0]}:${address.port}/\n`)
