import { describeClient } from './client.contract.ts'
import { clockSince } from './clock.ts'
import { HttpClient } from './undici-client.ts'

describeClient('HttpClient', () => new HttpClient(clockSince(Date.now())))
