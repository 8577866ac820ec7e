import {
  type LimitedServerCounts,
  type Measured,
  type MiddlewareCounts,
  nothingCounted,
  type ToxicsCounts,
} from '@loadrun/metrics'
import { readScenario } from '@loadrun/plan'
import { measuredRun } from './measured.ts'

export interface ProxyMade {
  /** In YAML, as in a scenario file. */
  readonly toxics?: string
  /** The last one of a run of ten seconds; what is left out is 0. */
  readonly middleware?: Partial<MiddlewareCounts>
  readonly wire?: readonly Partial<ToxicsCounts>[]
  readonly server?: Partial<LimitedServerCounts>
}

/** A run of middleware → wire → server, where `wire` is a proxy that makes the network bad. */
export function measuredProxy({ toxics = '[]', middleware, wire = [{}], server }: ProxyMade): Measured {
  const made = measuredRun({ ...(middleware && { middleware }), ...(server && { server: [server] }) })
  const text = `
topology:
  server: { kind: limited-server, concurrency: 100 }
  wire: { kind: toxics, upstream: server, toxics: ${toxics} }
  middleware: { kind: middleware, upstream: wire, fanout: 3 }
target: middleware
scenarios: { clients: { executor: constant-vus, duration: 10s, steps: [{ get: / }] } }
`
  const read = readScenario(text, { file: 'made-up.yaml', cores: 2 })
  const plan = 'plans' in read ? read.plans[0] : undefined
  if (plan === undefined) throw new Error(`Cannot make up a run: ${JSON.stringify(read)}`)
  return {
    ...made,
    plan,
    tiers: [
      ...made.tiers,
      {
        kind: 'toxics',
        name: 'wire',
        addresses: ['127.0.0.1'],
        port: 8082,
        samples: wire.map((counts, second) => ({
          atMs: 1000 * (second + 1),
          counts: { ...nothingCounted.toxics, ...counts },
        })),
      },
    ],
  }
}
