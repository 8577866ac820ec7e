import { type CompiledRequest, encoded, type HttpRequest, type Keeping, requestMaker } from '@loadrun/http'
import { type Recorder, type RequestRecorder, type Tagged, tagsText } from '@loadrun/metrics'
import type { Scenario, Tags } from '@loadrun/plan'
import type { Marks, RequestGiven } from '@loadrun/script'
import { allTags, checkTagNames } from './marks.ts'

/** Makes the requests of one scenario's scripts on one worker, and finds who counts them. */
export interface ScriptRequests {
  /** Throws where the URL is none. */
  make(request: ReadyRequest, keeps: Readonly<{ answer: Keeping; redirects: boolean }>): CompiledRequest
  /** `around`: tags that hold beside its own. Throws where one of its own cannot be a tag. */
  recorderOf(name: string, marks: Marks, around: Tags): RequestRecorder
}

/** A request whose body is there. */
export type ReadyRequest = RequestGiven & { readonly body: string | Uint8Array | undefined }

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
    make: (given, keeps) => {
      maker ??= requestMaker(targets)
      const { headers, body } = contentOf(given)
      return maker({
        method: given.method,
        url: given.url,
        headers: closes ? { ...headers, connection: 'close' } : headers,
        body,
        isExpected: given.isExpected,
        keeps: keeps.answer,
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

/** What goes as the body, and the headers that say so; one that the script has written itself stays, as in k6. */
function contentOf({ headers, body, compression }: ReadyRequest): Pick<HttpRequest, 'headers' | 'body'> {
  const bytes = typeof body === 'object' ? Buffer.from(body) : body
  if (bytes === undefined || compression.length === 0) return { headers, body: bytes }
  const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === 'content-encoding')
  const said = isSaid ? {} : { 'content-encoding': compression.join(', ') }
  return { headers: { ...headers, ...said }, body: encoded(bytes, compression) }
}
