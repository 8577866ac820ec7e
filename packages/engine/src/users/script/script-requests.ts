import { type CompiledRequest, requestMaker } from '@loadrun/http'
import type { Recorder, RequestRecorder } from '@loadrun/metrics'
import type { Scenario } from '@loadrun/plan'
import type { RequestGiven } from '@loadrun/script'

/** Makes the requests of one scenario's scripts on one worker, and finds who counts them. */
export interface ScriptRequests {
  /** Throws where the URL is none. */
  make(request: RequestGiven, keeps: Readonly<{ answer: boolean; redirects: boolean }>): CompiledRequest
  recorderOf(name: string): RequestRecorder
}

/** Names told apart: each is a row of the report and has distributions of its own. */
const mostNames = 200
const otherNames = '(other requests)'

export function requestsOfScripts(
  { name: scenario, connections }: Pick<Scenario, 'name' | 'connections'>,
  recorder: Recorder,
  targets: readonly string[],
): ScriptRequests {
  const closes = connections.kind === 'new' && connections.closedBy === 'server'
  const names = new Set<string>()
  let maker: ReturnType<typeof requestMaker> | undefined
  return {
    make: ({ method, url, headers, body, isExpected }, keeps) => {
      maker ??= requestMaker(targets)
      return maker({
        method,
        url,
        headers: closes ? { ...headers, connection: 'close' } : headers,
        body: typeof body === 'object' ? Buffer.from(body) : body,
        isExpected,
        keepsAnswer: keeps.answer,
        keepsRedirects: keeps.redirects,
      })
    },
    recorderOf: (name) => {
      if (!names.has(name) && names.size >= mostNames) return recorder.request(scenario, otherNames)
      names.add(name)
      return recorder.request(scenario, name)
    },
  }
}
