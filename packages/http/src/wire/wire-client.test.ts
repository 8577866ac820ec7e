import { describeClient } from '../client.contract.ts'
import type { Client } from '../client.ts'
import { clockSince } from '../clock.ts'
import { Network } from '../connecting/network.ts'
import { describeConnecting } from '../connecting.contract.ts'
import { openClient } from '../open-client.ts'
import type { PoolRules } from '../pooled-client.ts'
import { plainConnectRules } from '../testing/plain-connect-rules.ts'

function open(rules?: PoolRules, connect = plainConnectRules): Client {
  return openClient('wire', new Network(clockSince(Date.now()), connect), rules)
}

describeClient('WireConnection', open)
describeConnecting('WireConnection', open)
