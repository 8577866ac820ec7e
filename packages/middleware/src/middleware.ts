import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { MiddlewareCounts } from '@loadrun/metrics'
import type { MiddlewarePlan } from '@loadrun/plan'
import { listenBelowEphemeralRange, type RunningTier, type Upstream } from '@loadrun/topology'
import { answerFailed, answerOk } from './answer.ts'
import type { Clock } from './clock.ts'
import type { OutgoingRequest } from './connection.ts'
import { ConnectionPool } from './connection-pool.ts'
import { FailureLog } from './failure-log.ts'
import { fanOut } from './fan-out.ts'
import { sendUpstream } from './send-upstream.ts'
import type { Outcome } from './upstream-outcome.ts'
import { targetsOf } from './upstream-target.ts'

const host = '127.0.0.1'
const backlog = 4096

export interface Middleware extends RunningTier {
  counts(): MiddlewareCounts
}

/** Starts the tier that turns each request into several upstream. After `stop()`, counts stay as they were before it. */
export async function startMiddleware(
  plan: MiddlewarePlan,
  upstream: Upstream,
  { clock }: { readonly clock: Clock },
): Promise<Middleware> {
  const { targets, basePath } = targetsOf(upstream)
  const counts = { ...nothingCounted }
  const failures = new FailureLog()
  const pool = new ConnectionPool({
    ...plan,
    targets,
    onOpened: () => {
      counts.upstreamConnections += 1
    },
  })
  let loadStartMs = clock()

  const send = async (request: OutgoingRequest): Promise<Outcome> => {
    counts.upstreamRequests += 1
    counts.upstreamInFlight += 1
    const failure = await sendUpstream(request, pool, plan.timeoutMs)
    counts.upstreamInFlight -= 1
    if (failure === undefined) {
      counts.upstreamOk += 1
    } else {
      counts.upstreamFailed += 1
      if (failure.cause === 'timeout') counts.upstreamTimeouts += 1
      failures.add(failure, clock())
    }
    return failure
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    counts.received += 1
    counts.inFlight += 1
    let waits = true
    const settle = (how: 'answeredOk' | 'answeredFailed' | 'abandonedByClient') => {
      waits = false
      counts.inFlight -= 1
      counts[how] += 1
    }
    response.once('close', () => waits && settle('abandonedByClient'))

    const outgoing = await readRequest(request, basePath)
    if (outgoing === undefined) return
    const failure = await fanOut(plan, () => send(outgoing))
    if (!waits) return
    settle(failure ? 'answeredFailed' : 'answeredOk')
    if (failure) answerFailed(response, failure)
    else answerOk(response, plan.fanout)
  }

  const server = createServer({ keepAliveTimeout: 5000 }, serve)
  const listen = (port: number) => listenOn(server, port)
  const port = plan.port === undefined ? await listenBelowEphemeralRange(listen) : await listen(plan.port)

  const snapshot = () => ({
    counts: { ...counts, waitingForSocket: pool.waiting },
    upstreamFailures: failures.groups(loadStartMs),
  })
  let atStop: ReturnType<typeof snapshot> | undefined
  return {
    address: { addresses: [host], port },
    counts: () => (atStop ?? snapshot()).counts,
    upstreamFailures: () => (atStop ?? snapshot()).upstreamFailures,
    loadStarted() {
      loadStartMs = clock()
    },
    async stop() {
      atStop ??= snapshot()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      pool.dropAll()
      await closed
    },
  }
}

const nothingCounted = {
  inFlight: 0,
  upstreamInFlight: 0,
  received: 0,
  answeredOk: 0,
  answeredFailed: 0,
  abandonedByClient: 0,
  upstreamRequests: 0,
  upstreamOk: 0,
  upstreamFailed: 0,
  upstreamTimeouts: 0,
  upstreamConnections: 0,
}

/** `undefined` when the client goes away before it has sent everything. */
async function readRequest(request: IncomingMessage, basePath: string): Promise<OutgoingRequest | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    return undefined
  }
  return {
    method: request.method ?? 'GET',
    path: `${basePath}${request.url}`,
    contentType: request.headers['content-type'],
    body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
  }
}

async function listenOn(server: Server, port: number): Promise<number> {
  server.listen({ port, host, backlog })
  await once(server, 'listening')
  return port
}
