import { describeClient } from '../client.contract.ts'
import { clockSince } from '../clock.ts'
import { PooledClient } from '../pooled-client.ts'
import { WireConnection } from './wire-connection.ts'

describeClient(
  'WireConnection',
  (rules) => new PooledClient(clockSince(Date.now()), (...given) => new WireConnection(...given), rules),
)
