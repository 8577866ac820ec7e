import { describeClient } from '../client.contract.ts'
import { clockSince } from '../clock.ts'
import { PooledClient } from '../pooled-client.ts'
import { UndiciConnection } from './undici-connection.ts'

describeClient(
  'UndiciConnection',
  (rules) => new PooledClient(clockSince(Date.now()), (...given) => new UndiciConnection(...given), rules),
)
