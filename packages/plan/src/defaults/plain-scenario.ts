import type { Load } from '../plan/load.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { RequestStep } from '../plan/step.ts'
import { plainConnecting } from './fill-connecting.ts'

/** What a file makes of a step that says no more than `get: /path`. */
export function plainGet(path: string, changes: Partial<RequestStep> = {}): RequestStep {
  return {
    kind: 'request',
    name: `GET ${path}`,
    method: 'GET',
    url: path,
    headers: {},
    body: undefined,
    compress: [],
    redirects: 0,
    timeoutMs: undefined,
    maxAnswerBytes: undefined,
    tags: {},
    expectStatus: [],
    expect: [],
    capture: [],
    ...changes,
  }
}

/** What a file makes of a scenario that says no more than its load: without steps, until they are given. */
export function plainScenario(load: Load, changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'visitors',
    startMs: 0,
    load,
    gracefulStopMs: 30_000,
    requestTimeoutMs: 60_000,
    maxAnswerBytes: 8 * 1024 * 1024,
    data: [],
    variables: [],
    client: 'wire',
    cookies: 'none',
    connections: { kind: 'shared', maxSockets: undefined },
    connecting: plainConnecting,
    steps: [],
    ...changes,
  }
}
