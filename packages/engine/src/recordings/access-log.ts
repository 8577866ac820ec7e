import { excerpt } from './excerpt.ts'

/** What steps know of a line of an access log. */
export interface AccessLogLine {
  readonly time: string
  readonly ip: string
  readonly user: string | null
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly status: number | null
  readonly bytes: number | null
  readonly referer: string | null
  readonly userAgent: string | null
}

export const accessLogFields = [
  'time',
  'ip',
  'user',
  'method',
  'path',
  'status',
  'bytes',
  'referer',
  'userAgent',
] as const satisfies readonly (keyof AccessLogLine)[]

/**
 * The common and the combined format, as nginx and Apache write them, also with the virtual host before:
 * `203.0.113.7 - ann [22/Nov/2026:10:00:00 +0000] "GET /items?q=a HTTP/1.1" 200 512 "referer" "user agent"`.
 */
const line =
  /^(?:\S+:\d+ )?(\S+) \S+ (.+?) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?/
const request = /^([!#$%&'*+.^_`|~\w-]+) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/

/** Why it is none, where it is none: also of lines whose request was none, such as those of port scans. */
export function readAccessLogLine(text: string): AccessLogLine | { readonly problem: string } {
  const found = line.exec(text)
  if (found === null) return { problem: `it is none of the common or combined format, but ${excerpt(text)}` }
  const [, ip = '', user = '', time = '', asked = '', status, bytes, referer, userAgent] = found
  const [, method, target] = request.exec(asked) ?? []
  const path = target === undefined ? undefined : pathOf(target)
  if (method === undefined || path === undefined) return { problem: `its request is ${excerpt(asked)}` }
  return {
    time,
    ip,
    user: given(user),
    method,
    path,
    status: numberOf(status),
    bytes: numberOf(bytes),
    referer: given(referer),
    userAgent: given(userAgent),
  }
}

/** Bytes that the server wrote as `\xE4` are percent-encoded; of what was asked of a proxy, the path. */
function pathOf(target: string): string | undefined {
  const path = target.replace(/^https?:\/\/[^/]+/i, '').replaceAll(/\\x([0-9a-f]{2})/gi, '%$1')
  return path.startsWith('/') ? path : undefined
}

function given(text: string | undefined): string | null {
  return text === undefined || text === '-' || text === '' ? null : text
}

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '-' ? null : Number(text)
}
