import { describeClient } from '../client.contract.ts'
import { clockSince } from '../clock.ts'
import { Network } from '../connecting/network.ts'
import { openClient } from '../open-client.ts'

describeClient('WireConnection', (rules, connect) =>
  openClient('wire', new Network(clockSince(Date.now()), connect), rules),
)
