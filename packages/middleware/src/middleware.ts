import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { MiddlewareCounts } from '@loadrun/metrics'
import { nothingCounted } from '@loadrun/metrics/nothing-counted'
import type { MiddlewarePlan } from '@loadrun/plan'
import { listenBelowEphemeralRange, type RunningTier, type Upstream } from '@loadrun/topology'
import { answerFailed, answerOk } from './answer.ts'
import { type Clock, processorTime } from './clock.ts'
import type { OutgoingRequest } from './connection.ts'
import { ConnectionPool } from './connection-pool.ts'
import { FailureLog } from './failure-log.ts'
import { fanOut } from './fan-out.ts'
import { upstreamSender } from './upstream.ts'
import { targetsOf } from './upstream-target.ts'

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
  const isCancelling = plan.cancel.siblings || plan.cancel.onClientDisconnect
  const counts = { ...nothingCounted.middleware }
  const failures = new FailureLog()
  const pool = new ConnectionPool({
    ...plan,
    targets,
    onOpened: () => {
      counts.upstreamConnections += 1
    },
  })
  const { send, isCircuitOpen } = upstreamSender(plan, { pool, counts, failures, clock })
  let loadStartMs = clock()

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    counts.received += 1
    counts.inFlight += 1
    const unwanted = new AbortController()
    let waits = true
    const settle = (how: 'answeredOk' | 'answeredFailed' | 'abandonedByClient') => {
      waits = false
      counts.inFlight -= 1
      counts[how] += 1
    }
    response.once('close', () => {
      if (!waits) return
      settle('abandonedByClient')
      if (plan.cancel.onClientDisconnect) unwanted.abort()
    })

    const outgoing = await readRequest(request, basePath)
    if (outgoing === undefined || unwanted.signal.aborted) {
      counts.abandonedUnsent += 1
      return
    }
    const signal = isCancelling ? unwanted.signal : undefined
    const outcome = await fanOut(plan, () => send(outgoing, signal))
    if (plan.cancel.siblings) unwanted.abort()
    if (!waits || outcome === 'dropped') return
    settle(outcome === 'ok' ? 'answeredOk' : 'answeredFailed')
    if (outcome === 'ok') answerOk(response, plan.fanout)
    else answerFailed(response, outcome)
  }

  const server = createServer({ keepAliveTimeout: 5000 }, serve)
  const listen = (port: number) => listenOn(server, plan.host, port)
  const port = plan.port === undefined ? await listenBelowEphemeralRange(listen) : await listen(plan.port)

  const snapshot = () => ({
    counts: {
      ...counts,
      ...processorTime(),
      waitingForSocket: pool.waiting,
      circuitOpen: isCircuitOpen() ? 1 : 0,
    },
    upstreamFailures: failures.groups(loadStartMs),
  })
  let atStop: ReturnType<typeof snapshot> | undefined
  return {
    address: { addresses: [plan.host], port },
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

async function listenOn(server: Server, host: string, port: number): Promise<number> {
  server.listen({ port, host, backlog })
  await once(server, 'listening')
  return port
}
