import type { OutgoingRequest } from './connection.ts'
import type { Outcome } from './upstream-outcome.ts'

/**
 * Sends a request upstream and says how it ended; never rejects. `unwanted` drops it: the outcome is then `dropped`.
 * Policies take one of these and return another.
 */
export type Send = (request: OutgoingRequest, unwanted?: AbortSignal) => Promise<Outcome>
