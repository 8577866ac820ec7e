import type { Client, Exchange, SendLimits } from '../client.ts'
import type { CompiledRequest } from '../request.ts'

/** Sends a request, and resolves with what became of it. */
export function exchangeOf(client: Client, request: CompiledRequest, limits: SendLimits): Promise<Exchange> {
  return new Promise((resolve) => client.send(request, limits, resolve))
}
