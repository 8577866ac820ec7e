import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { openOutput } from '../open-output.ts'
import { plan, secondsOf, sockets } from '../testing/load.ts'

interface OtlpMetric {
  readonly name: string
  readonly sum?: {
    readonly isMonotonic: boolean
    readonly aggregationTemporality: number
    readonly dataPoints: OtlpPoint[]
  }
  readonly gauge?: { readonly dataPoints: OtlpPoint[] }
  readonly histogram?: { readonly dataPoints: OtlpPoint[] }
}
interface OtlpPoint {
  readonly attributes: { key: string; value: { stringValue: string } }[]
  readonly asDouble?: number
  readonly count?: number
  readonly bucketCounts?: number[]
  readonly explicitBounds?: number[]
}
interface OtlpRequest {
  readonly resourceMetrics: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] }
    scopeMetrics: { metrics: OtlpMetric[] }[]
  }[]
}

/** An OTLP receiver that keeps what it is sent. */
async function receiver(status = 200) {
  const requests: { path: string | undefined; type: string | undefined; body: OtlpRequest }[] = []
  const server = createServer(async (request: IncomingMessage, response) => {
    const body = (await json(request)) as OtlpRequest
    requests.push({ path: request.url, type: request.headers['content-type'], body })
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

describe('otlpOutput()', () => {
  test('sends cumulative figures with the run’s name, the last ones at its end', async () => {
    await using server = await receiver()
    const output = await openOutput({ kind: 'otlp', url: server.url }, plan, { nowEpochMs: Date.now })
    for (const second of secondsOf(3, [3, 20])) output.second(second, sockets)
    expect(await output.end()).toBeUndefined()
    const last = server.requests.at(-1)
    expect(last).toMatchObject({ path: '/v1/metrics', type: 'application/json' })
    const [resourceMetrics] = last?.body.resourceMetrics ?? []
    expect(
      Object.fromEntries(resourceMetrics?.resource.attributes.map(({ key, value }) => [key, value.stringValue]) ?? []),
    ).toEqual({
      'service.name': 'loadrun',
      test: 'checkout 1',
      variant: 'run',
    })
    const metrics = new Map(resourceMetrics?.scopeMetrics[0]?.metrics.map((metric) => [metric.name, metric]))
    const requests = metrics.get('loadrun_http_reqs')?.sum
    expect(requests).toMatchObject({ isMonotonic: true, aggregationTemporality: 2 })
    expect(
      requests?.dataPoints.map(({ attributes, asDouble }) => [attributes.at(-1)?.value.stringValue, asDouble]),
    ).toEqual([
      ['ok', 6],
      ['failed', 3],
    ])
    const [ok] = metrics.get('loadrun_response_time_seconds')?.histogram?.dataPoints ?? []
    expect(ok?.count).toBe(6)
    expect(ok?.bucketCounts).toHaveLength((ok?.explicitBounds?.length ?? 0) + 1)
    expect(metrics.get('loadrun_sockets')?.gauge?.dataPoints).toHaveLength(3)
  })

  test('tells that a receiver refuses', async () => {
    await using server = await receiver(400)
    const output = await openOutput({ kind: 'otlp', url: server.url }, plan, { nowEpochMs: Date.now })
    for (const second of secondsOf(1, [3])) output.second(second, sockets)
    expect(await output.end()).toMatch(/did not take 2 of 2 sendings, the last one among them/)
  })
})
