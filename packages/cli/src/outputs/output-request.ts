import type { OutputTarget } from '@loadrun/outputs'
import { InvalidArgumentError } from 'commander'
import { listenAddress } from '../option-values.ts'
import { type ResultFormat, resultFormats } from './result-texts.ts'

/** What `--output` asks for: a file at the end of each run, or a place where figures go while it runs. */
export type OutputRequest =
  | OutputTarget
  | { readonly kind: 'file'; readonly format: ResultFormat; readonly path: string }

/** Formats whose result goes into a file; `prometheus` is an endpoint here. */
const fileFormats = resultFormats.filter((format) => format !== 'prometheus')

const kinds = [...fileFormats, 'prometheus', 'remote-write', 'otlp']

/** `junit=results.xml`, `prometheus=127.0.0.1:9464`, `remote-write=URL`, `otlp=URL`. */
export function parseOutput(value: string): OutputRequest {
  const [, kind = '', where = ''] = /^([a-z-]+)=(.+)$/s.exec(value) ?? []
  const format = fileFormats.find((each) => each === kind)
  if (format !== undefined) return { kind: 'file', format, path: where }
  switch (kind) {
    case 'prometheus':
      return { kind, ...listenAddress(where) }
    case 'remote-write':
      return { kind, url: urlOf(where, '/api/v1/write') }
    case 'otlp':
      return { kind, url: urlOf(where, '/v1/metrics') }
    default:
      throw new InvalidArgumentError(
        `Wanted is one of ${kinds.join(', ')}, then = and where to, such as junit=results.xml.`,
      )
  }
}

/** With the path that is usual there where it has none. */
function urlOf(value: string, usualPath: string): string {
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('A URL that starts with http:// or https:// is wanted, without a password in it.')
  }
  return url.pathname === '/' && url.search === '' ? `${url.origin}${usualPath}` : url.href
}
