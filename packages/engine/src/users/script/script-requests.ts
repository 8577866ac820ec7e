import { type CompiledRequest, requestMaker } from '@loadrun/http'
import { type Recorder, type RequestRecorder, type Tagged, tagsText } from '@loadrun/metrics'
import type { Scenario, Tags } from '@loadrun/plan'
import type { Marks, RequestGiven } from '@loadrun/script'
import { allTags, checkTagNames } from './marks.ts'

/** Makes the requests of one scenario's scripts on one worker, and finds who counts them. */
export interface ScriptRequests {
  /** Throws where the URL is none. */
  make(request: RequestGiven, keeps: Readonly<{ answer: boolean; redirects: boolean }>): CompiledRequest
  /** `around`: tags that hold beside its own. Throws where one of its own cannot be a tag. */
  recorderOf(name: string, marks: Marks, around: Tags): RequestRecorder
}

/** Names told apart, with the tags of their own: each is a row of the report and has distributions of its own. */
const mostNames = 200
const otherNames = '(other requests)'
const none: Marks = { group: '', tags: undefined }

export function requestsOfScripts(
  { name: scenario, connections }: Pick<Scenario, 'name' | 'connections'>,
  recorder: Recorder,
  targets: readonly string[],
): ScriptRequests {
  const closes = connections.kind === 'new' && connections.closedBy === 'server'
  const rows = new Map<string, RequestRecorder>()
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
    recorderOf: (name, marks, around) => {
      const label = marks.tags === undefined ? name : `${name} ${tagsText(marks.tags)}`
      const known = rows.get(label)
      if (known !== undefined) return known
      checkTagNames(marks.tags)
      if (rows.size >= mostNames)
        return recorder.request(scenario, otherNames, taggedAs(otherNames, allTags(around, none)))
      const row = recorder.request(scenario, label, taggedAs(name, allTags(around, marks)))
      rows.set(label, row)
      return row
    },
  }
}

function taggedAs(name: string, tags: Tags | undefined): Tagged | undefined {
  return tags && { name, tags }
}
