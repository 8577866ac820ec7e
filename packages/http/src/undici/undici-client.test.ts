import { describeClient } from '../client.contract.ts'
import { clockSince } from '../clock.ts'
import { Network } from '../connecting/network.ts'
import { openClient } from '../open-client.ts'

describeClient('UndiciConnection', (rules, connect) =>
  openClient('undici', new Network(clockSince(Date.now()), connect), rules),
)
