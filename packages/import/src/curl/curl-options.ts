import { parseArgs } from 'node:util'
import { ImportError } from '../imported.ts'

const text = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

/** Options of curl that say what is sent. */
const sending = {
  request: { ...text, short: 'X' },
  header: { ...text, short: 'H' },
  data: { ...text, short: 'd' },
  'data-ascii': text,
  'data-raw': text,
  'data-binary': text,
  'data-urlencode': text,
  json: text,
  form: { ...text, short: 'F' },
  'form-string': text,
  user: { ...text, short: 'u' },
  'oauth2-bearer': text,
  'user-agent': { ...text, short: 'A' },
  referer: { ...text, short: 'e' },
  cookie: { ...text, short: 'b' },
  url: text,
  'url-query': text,
  'max-time': { ...text, short: 'm' },
  'connect-timeout': text,
  'upload-file': { ...text, short: 'T' },
  get: { ...flag, short: 'G' },
  head: { ...flag, short: 'I' },
  insecure: { ...flag, short: 'k' },
  compressed: flag,
  location: { ...flag, short: 'L' },
} as const

/** Those that say what is printed or how it is sent, with the note that they deserve. */
const others = {
  output: { ...text, short: 'o' },
  'write-out': { ...text, short: 'w' },
  'dump-header': { ...text, short: 'D' },
  'cookie-jar': { ...text, short: 'c' },
  proxy: { ...text, short: 'x' },
  cacert: text,
  cert: { ...text, short: 'E' },
  key: text,
  resolve: text,
  interface: text,
  retry: text,
  'max-redirs': text,
  silent: { ...flag, short: 's' },
  'show-error': { ...flag, short: 'S' },
  verbose: { ...flag, short: 'v' },
  include: { ...flag, short: 'i' },
  fail: { ...flag, short: 'f' },
  'no-buffer': { ...flag, short: 'N' },
  'remote-name': { ...flag, short: 'O' },
  ipv4: { ...flag, short: '4' },
  'http1.1': flag,
  http2: flag,
  globoff: { ...flag, short: 'g' },
} as const

/** Of those, what changes what is sent. */
const lost: readonly string[] = ['cookie-jar', 'proxy', 'cacert', 'cert', 'key', 'resolve', 'interface', 'retry']

type Name = keyof typeof sending

/** One option, or a URL, in the order in which they were given. */
export type Given = { readonly name: Name | 'address'; readonly value: string } | { readonly lost: string }

/** Throws where an option is none of curl's that are known. */
export function curlOptions(words: readonly string[]): readonly Given[] {
  let tokens: ReturnType<typeof parse>['tokens']
  try {
    tokens = parse(words).tokens
  } catch (error) {
    throw new ImportError(`Cannot read the command: ${error instanceof Error ? error.message : error}`)
  }
  return tokens.flatMap((token): readonly Given[] => {
    if (token.kind === 'positional') return [{ name: 'address', value: token.value }]
    if (token.kind !== 'option') return []
    if (Object.hasOwn(sending, token.name)) return [{ name: token.name as Name, value: token.value ?? '' }]
    return lost.includes(token.name) ? [{ lost: token.rawName }] : []
  })
}

function parse(words: readonly string[]) {
  return parseArgs({ args: [...words], options: { ...sending, ...others }, allowPositionals: true, tokens: true })
}
