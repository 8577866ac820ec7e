import { defined, filled, ImportError, type Imported, modestLoad, type ReadFile, type Written } from '../imported.ts'
import { literal } from '../literal.ts'
import { type HeardRequest, stepOf } from '../step-of.ts'
import { curlOptions, type Given } from './curl-options.ts'
import { shellWords } from './shell-words.ts'

/** Reading options takes quadratic time. */
const mostWords = 5000

/** A scenario that sends what a curl command does, as browsers copy it. `--next` begins a further step. */
export function importCurl(command: string, readFile: ReadFile): Imported {
  const [program, ...words] = shellWords(command.trim().replace(/^\$\s+/, ''))
  if (program !== 'curl' && program !== 'curl.exe') {
    throw new ImportError(
      `Cannot import this: a command that starts with curl is wanted, found ${program ?? 'nothing'}`,
    )
  }
  if (words.length > mostWords) {
    throw new ImportError(`Cannot import the command: it has ${words.length} words, more than ${mostWords}`)
  }
  const notes: string[] = []
  const requests = parts(words, '--next').flatMap((part) => requestsOf(curlOptions(part), readFile, notes))
  const [first] = requests
  if (first === undefined) throw new ImportError('Cannot import the command: it names no URL')
  const target = first.request.url.origin
  const steps = requests.flatMap(({ request, more }) => {
    const step = stepOf(request, target, notes)
    return step === undefined ? [] : [{ ...step, ...more }]
  })
  const scenario = { ...modestLoad, ...first.scenario, steps }
  return { from: 'a curl command', file: { target, scenarios: { curl: scenario } }, notes }
}

function parts(words: readonly string[], separator: string): readonly (readonly string[])[] {
  const at = words.indexOf(separator)
  return at === -1 ? [words] : [words.slice(0, at), ...parts(words.slice(at + 1), separator)]
}

interface CurlRequest {
  readonly request: HeardRequest
  /** What of the step is not in the request itself. */
  readonly more: Written
  /** What of it is said for the whole scenario. */
  readonly scenario: Written
}

function requestsOf(given: readonly Given[], readFile: ReadFile, notes: string[]): readonly CurlRequest[] {
  for (const each of given) if ('lost' in each) notes.push(`${each.lost} is not carried over`)
  const options = given.filter((each) => 'name' in each)
  const all = (...names: readonly string[]) => options.filter(({ name }) => names.includes(name))
  const last = (name: string) => all(name).at(-1)?.value
  const has = (name: string) => all(name).length > 0
  const body = bodyOf(
    all('data', 'data-ascii', 'data-raw', 'data-binary', 'data-urlencode', 'json', 'upload-file'),
    readFile,
    notes,
  )
  const inUrl = has('get')
  const fallback = has('head')
    ? 'HEAD'
    : has('upload-file')
      ? 'PUT'
      : (body !== undefined && !inUrl) || has('form')
        ? 'POST'
        : 'GET'
  const method = last('request') ?? fallback
  const headers = headersOf(all, body !== undefined && !inUrl && !has('upload-file'), has('compressed'))
  const user = last('user')
  const bearer = last('oauth2-bearer')
  if (user !== undefined || bearer !== undefined)
    notes.push('The password or token stands in this file: {{ env.NAME }} takes it from the environment')
  const bearerOf = bearer === undefined ? undefined : { bearer: literal(bearer) }
  const more = defined({
    auth: user === undefined ? bearerOf : { basic: basicOf(user) },
    multipart: filled(partsOf(all('form', 'form-string'))),
    redirects: has('location') ? undefined : 0,
  })
  const seconds = (name: string) => (last(name) === undefined ? undefined : `${Number(last(name))}s`)
  const scenario = defined({
    timeout: seconds('max-time'),
    connectTimeout: seconds('connect-timeout'),
    tls: has('insecure') ? { insecure: true } : undefined,
  })
  return all('address', 'url').map(({ value }) => {
    const url = urlOf(value)
    for (const query of [
      ...all('url-query').map((each) => each.value),
      ...(inUrl && body !== undefined ? [body] : []),
    ]) {
      url.search += `${url.search === '' ? '?' : '&'}${query}`
    }
    return { request: { method, url, headers, body: inUrl ? undefined : body }, more, scenario }
  })
}

function urlOf(given: string): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ImportError(`Cannot import the command: ${given} is no URL of http or https`)
  }
  return url
}

type Options = readonly { readonly name: string; readonly value: string }[]

function headersOf(
  all: (...names: readonly string[]) => Options,
  hasBody: boolean,
  isCompressed: boolean,
): HeardRequest['headers'] {
  const headers = all('header').flatMap(({ value }): (readonly [string, string])[] => {
    const [, name = '', text = ''] = /^([^:;]+)\s*[:;]\s*(.*)$/s.exec(value) ?? []
    // `-H 'accept:'` takes a header away, `-H 'x;'` sends an empty one.
    return name === '' || (text === '' && value.trim().endsWith(':')) ? [] : [[name.trim(), text]]
  })
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted)
  const also = (name: string, option: string) => {
    const value = all(option).at(-1)?.value
    if (value !== undefined && !has(name)) headers.push([name, value])
  }
  also('user-agent', 'user-agent')
  also('referer', 'referer')
  also('cookie', 'cookie')
  const isJson = all('json').length > 0
  if (isCompressed && !has('accept-encoding')) headers.push(['accept-encoding', 'deflate, gzip, br'])
  if (isJson && !has('accept')) headers.push(['accept', 'application/json'])
  if (hasBody && !has('content-type')) {
    headers.push(['content-type', isJson ? 'application/json' : 'application/x-www-form-urlencoded'])
  }
  return headers
}

function basicOf(given: string): Written {
  const [user = '', ...password] = given.split(':')
  return { user: literal(user), password: literal(password.join(':')) }
}

/** As curl puts them together: data with `&`, JSON without anything between. */
function bodyOf(given: Options, readFile: ReadFile, notes: string[]): string | undefined {
  if (given.length === 0) return undefined
  const texts = given.map(({ name, value }) => {
    const mayBeFile = name !== 'data-raw' && name !== 'data-urlencode'
    if (name === 'upload-file') return contentOf(value, readFile, notes)
    if (mayBeFile && value.startsWith('@')) {
      const content = contentOf(value.slice(1), readFile, notes)
      return name === 'data-binary' || name === 'json' ? content : content.replaceAll(/[\r\n]/g, '')
    }
    return name === 'data-urlencode' ? urlEncoded(value, readFile, notes) : value
  })
  return texts.join(given.every(({ name }) => name === 'json') ? '' : '&')
}

function contentOf(path: string, readFile: ReadFile, notes: string[]): string {
  const content = readFile(path)
  if (content === undefined) notes.push(`The file ${path} is not there: the body is empty in its place`)
  return content ?? ''
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`. */
function urlEncoded(given: string, readFile: ReadFile, notes: string[]): string {
  const [, name = '', sign = '', rest = ''] = /^([^=@]*)([=@]?)(.*)$/s.exec(given) ?? []
  if (sign === '') return encodeURIComponent(name)
  const value = encodeURIComponent(sign === '@' ? contentOf(rest, readFile, notes) : rest)
  return name === '' ? value : `${name}=${value}`
}

/** `name=value`, and `name=@file;type=image/png;filename=me.png`. */
function partsOf(given: Options): Written {
  const parts = given.map(({ name: option, value }): readonly [string, unknown] => {
    const [, name = '', content = ''] = /^([^=]*)=(.*)$/s.exec(value) ?? []
    if (option === 'form-string' || !/^[@<]/.test(content)) return [name, literal(content.replace(/;type=[^;]*$/, ''))]
    const [file = '', ...settings] = content.slice(1).split(';')
    const setting = (wanted: string) => settings.find((each) => each.startsWith(`${wanted}=`))?.slice(wanted.length + 1)
    return [name, defined({ file, type: setting('type'), fileName: setting('filename') })]
  })
  return Object.fromEntries(parts)
}
