import type { ServerResponse } from 'node:http'
import type { Failure } from './upstream-outcome.ts'

export function answerOk(response: ServerResponse, upstreamRequests: number): void {
  const body = JSON.stringify({ upstreamRequests })
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body)
}

/** The body is the upstream's own message, so that nobody who looks at the answer has to dig for it. */
export function answerFailed(response: ServerResponse, { cause, status, message }: Failure): void {
  const told = status === undefined ? { 'X-Upstream-Error': cause } : { 'X-Upstream-Status': status }
  response.writeHead(502, { 'Content-Type': 'text/plain', 'Content-Length': message.length, ...told }).end(message)
}
