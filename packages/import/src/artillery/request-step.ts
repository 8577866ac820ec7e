import { defined, filled, isMapping, type Written } from '../imported.ts'
import { type Names, template, templates } from './templates.ts'

/** Where a flow is, for what it has to say. */
export interface FlowGiven {
  readonly names: Names
  readonly notes: string[]
  /** Headers of `config.defaults`. */
  readonly headers: Written
  /** Gives a value that no expression can write a name among the file's variables. */
  readonly keep: (value: unknown) => string
}

const lost = ['beforeRequest', 'afterResponse', 'onError', 'cookieJar', 'sse']

/** A request of a flow. */
export function requestStep(method: string, given: Written, { names, notes, headers }: FlowGiven): Written {
  const url = template(String(given.url), names)
  const where = `${method.toUpperCase()} ${String(given.url)}`
  for (const key of lost) if (given[key] !== undefined) notes.push(`${where}: ${key} is not carried over`)
  const own = isMapping(given.headers) ? given.headers : {}
  const compressed = given.gzip === true ? { 'accept-encoding': 'gzip' } : {}
  const all = lowerCased({ ...compressed, ...headers, ...own })
  const text = (value: unknown) => template(typeof value === 'string' ? value : JSON.stringify(value), names)
  return defined({
    [method]: url,
    name: given.name,
    query: isMapping(given.qs) ? mapped(given.qs, text) : undefined,
    headers: filled(mapped(all, text)),
    auth: authOf(given.auth, text),
    json: given.json === undefined ? undefined : templates(given.json, names),
    form: isMapping(given.form) ? mapped(given.form, text) : undefined,
    body: given.body === undefined ? undefined : text(given.body),
    multipart: isMapping(given.formData) ? partsOf(given.formData, text) : undefined,
    cookies: isMapping(given.cookie) ? mapped(given.cookie, text) : undefined,
    redirects: given.followRedirect === false ? 0 : undefined,
    capture: filled(captures(given.capture, where, notes)),
    expect: filled(expectations(given.expect, where, names, notes)),
  })
}

function captures(given: unknown, where: string, notes: string[]): Written {
  const list = (Array.isArray(given) ? given : given === undefined ? [] : [given]).filter(isMapping)
  const entries = list.flatMap((each): readonly (readonly [string, unknown])[] => {
    const { as, json, header, regexp, group, strict, transform } = each
    if (transform !== undefined) notes.push(`${where}: the transform of the capture ${String(as)} is not carried over`)
    const otherwise = strict === false ? { default: null } : {}
    if (typeof json === 'string') return [[String(as), strict === false ? { json, ...otherwise } : json]]
    if (typeof header === 'string') return [[String(as), { header, ...otherwise }]]
    if (typeof regexp === 'string' && (group === undefined || Number(group) <= 1)) {
      return [[String(as), { regex: regexp, ...otherwise }]]
    }
    if (typeof each.selector === 'string') {
      return [[String(as), defined({ css: each.selector, attribute: each.attr, ...otherwise })]]
    }
    notes.push(`${where}: the capture ${String(as)} is not carried over (${Object.keys(each).join(', ')})`)
    return []
  })
  return Object.fromEntries(entries)
}

/** Of the plugin `expect`. */
function expectations(given: unknown, where: string, names: Names, notes: string[]): Written {
  const list = (Array.isArray(given) ? given : given === undefined ? [] : [given]).filter(isMapping)
  const expect: { status?: unknown; headers?: Written; matches?: unknown[]; present?: string[]; absent?: string[] } = {}
  const header = (name: unknown, wanted: unknown) => {
    expect.headers = { ...expect.headers, [String(name).toLowerCase()]: wanted }
  }
  for (const [key, value] of list.flatMap((each) => Object.entries(each))) {
    if (key === 'statusCode') expect.status = Array.isArray(value) ? value.map(Number) : Number(value)
    else if (key === 'headerEquals' && Array.isArray(value)) header(value[0], template(String(value[1]), names))
    else if (key === 'hasHeader') header(value, true)
    else if (key === 'contentType') header('content-type', { matches: contentTypePattern(String(value)) })
    else if (key === 'hasProperty' && isPlainPath(value)) expect.present = [...(expect.present ?? []), `$.${value}`]
    else if (key === 'notHasProperty' && isPlainPath(value)) expect.absent = [...(expect.absent ?? []), `$.${value}`]
    else if (key === 'matchesRegexp') expect.matches = [...(expect.matches ?? []), value]
    else notes.push(`${where}: expect ${key} (${JSON.stringify(value)}) is not carried over`)
  }
  return { ...expect }
}

/** `json` stands for the type that JSON has; others are given whole. Parameters may follow. */
function contentTypePattern(type: string): string {
  return `^${(type === 'json' ? 'application/json' : type).replaceAll(/[^\w/-]/g, '\\$&')}`
}

/** `a.b[0].c` */
function isPlainPath(path: unknown): path is string {
  return typeof path === 'string' && /^\w+(\.\w+|\[\d+\])*$/.test(path) && !/(^|\.)\d/.test(path)
}

function authOf(given: unknown, text: (value: unknown) => string): Written | undefined {
  if (!isMapping(given)) return undefined
  return {
    basic: { user: text(given.user ?? given.username ?? ''), password: text(given.pass ?? given.password ?? '') },
  }
}

/** Fields, and files as `{ fromFile: path }`. */
function partsOf(given: Written, text: (value: unknown) => string): Written {
  const entries = Object.entries(given).map(([name, value]): readonly [string, unknown] => {
    if (!isMapping(value)) return [name, text(value)]
    return [name, defined({ file: value.fromFile, type: value.contentType, fileName: value.filename })]
  })
  return Object.fromEntries(entries)
}

function lowerCased(headers: Written): Written {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function mapped(given: Written, text: (value: unknown) => string): Written {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, text(value)]))
}
