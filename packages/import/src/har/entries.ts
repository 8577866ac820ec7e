import { ImportError, isMapping, type Written } from '../imported.ts'
import type { HeardRequest } from '../step-of.ts'
import { multipartOf } from './multipart.ts'

/** One request of a recording. */
export interface Entry {
  readonly request: HeardRequest
  readonly startMs: number
  readonly endMs: number
  /** 0: no answer was recorded. */
  readonly status: number
  /** For an image, a style, a script or a font. */
  readonly isStatic: boolean
}

/** A scenario of as many steps could not be read by anybody. */
const mostEntries = 10_000

/** What browsers add of themselves, or what asks a cache. */
const leftOut =
  /^(:|sec-|if-none-match$|if-modified-since$|priority$|upgrade-insecure-requests$|dnt$|cookie$|user-agent$|accept-language$|referer$)/i
const staticType = /^(image|font|audio|video)\/|^text\/css|javascript|^application\/(font|wasm)/i
const staticPath = /\.(png|jpe?g|gif|svg|ico|webp|avif|css|m?js|map|woff2?|ttf|otf|eot|mp4|webm|mp3|wasm)$/i

/** The requests of a recording (HAR 1.2) that can be sent again, as they came. */
export function entriesOf(text: string, notes: string[]): readonly Entry[] {
  const recorded = listOf(mappingOf(read(text), 'log'), 'entries')
  if (recorded.length > mostEntries) {
    throw new ImportError(
      `Cannot import the recording: it has ${recorded.length} requests, more than ${mostEntries}; record less of the session`,
    )
  }
  let cookies = 0
  const entries = recorded.flatMap((each): readonly Entry[] => {
    if (!isMapping(each)) return []
    const request = mappingOf(each, 'request')
    const response = mappingOf(each, 'response')
    const url = URL.parse(String(request.url))
    if (url === null || !/^https?:$/.test(url.protocol)) {
      if (url !== null && /^wss?:$/.test(url.protocol)) notes.push(`${url.href}: WebSockets are not carried over`)
      return []
    }
    const headers = pairsOf(request, 'headers')
    if (headers.some(([name]) => name.toLowerCase() === 'cookie')) cookies++
    const startMs = Date.parse(String(each.startedDateTime))
    const type = String(mappingOf(response, 'content').mimeType ?? '')
    return [
      {
        request: {
          method: String(request.method),
          url,
          headers: headersOf(headers),
          ...bodyOf(mappingOf(request, 'postData'), headers, `${String(request.method)} ${url.pathname}`, notes),
        },
        startMs: Number.isNaN(startMs) ? 0 : startMs,
        endMs: (Number.isNaN(startMs) ? 0 : startMs) + Math.max(0, Number(each.time) || 0),
        status: Number(response.status) || 0,
        isStatic: staticType.test(type) || staticPath.test(url.pathname),
      },
    ]
  })
  notes.push(
    'What browsers add to each request is left out: user-agent, accept-language, referer, sec-…, if-none-match, …',
  )
  if (cookies > 0) {
    notes.push(`Cookies are left out, of ${cookies} of the requests: they were those of the recorded session`)
  }
  return entries
}

function headersOf(headers: HeardRequest['headers']): HeardRequest['headers'] {
  return (
    headers
      .filter(([name, value]) => !leftOut.test(name) && !(name.toLowerCase() === 'accept' && value === '*/*'))
      // Answers in zstd could not be read.
      .map(([name, value]) => [name, name.toLowerCase() === 'accept-encoding' ? value.replace(/,\s*zstd/, '') : value])
  )
}

function read(text: string): Written {
  try {
    const recording: unknown = JSON.parse(text)
    if (isMapping(recording) && isMapping(recording.log) && Array.isArray(recording.log.entries)) return recording
  } catch (error) {
    throw new ImportError(`Cannot read the recording: ${error instanceof Error ? error.message : error}`)
  }
  throw new ImportError('Cannot read the recording: `log.entries` is wanted, as in a HAR file')
}

function bodyOf(
  post: Written,
  headers: HeardRequest['headers'],
  where: string,
  notes: string[],
): Pick<HeardRequest, 'body' | 'parts'> {
  const type = post.mimeType ?? headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  if (/^multipart\/form-data/i.test(String(type))) {
    const parts = multipartOf(post, String(type), where, notes)
    if (parts === undefined) notes.push(`${where}: its body was not recorded; say its parts with \`multipart\``)
    return { body: undefined, parts }
  }
  if (typeof post.text === 'string') return { body: post.text }
  const pairs = pairsOf(post, 'params')
  const form = new URLSearchParams(pairs.map(([name, value]) => [name, value]))
  return { body: pairs.length === 0 ? undefined : form.toString() }
}

function pairsOf(of: Written, key: string): readonly (readonly [string, string])[] {
  return listOf(of, key).flatMap((each) =>
    isMapping(each) ? [[String(each.name), String(each.value ?? '')] as const] : [],
  )
}

function mappingOf(of: Written, key: string): Written {
  const found = of[key]
  return isMapping(found) ? found : {}
}

function listOf(of: Written, key: string): readonly unknown[] {
  const found = of[key]
  return Array.isArray(found) ? found : []
}
