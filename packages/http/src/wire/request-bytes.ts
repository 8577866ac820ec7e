/** Methods whose requests say their length also when it is 0 (RFC 9110, 8.6). */
const withContent = new Set(['POST', 'PUT', 'PATCH', 'QUERY'])

/** Fields that the client writes, or that it cannot do what they ask for. */
const clientsOwn = new Set(['content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'])

/** What is written, beside where it goes. */
export interface WrittenRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
  readonly asksToClose: boolean
}

/** The bytes of a whole request of HTTP/1.1. Throws where a part of it cannot be written without becoming another one. */
export function requestBytes(request: WrittenRequest, host: string, path: string): Buffer {
  check(/^[!#$%&'*+.^_`|~\w-]+$/, request.method, 'its method', request.method)
  check(/^[\x21-\xff]+$/, path, 'its path', request.method)
  const fields = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'connection')
  for (const [name, value] of fields) checkField(name, value, request.method)
  const own: [string, string][] = fields.some(([name]) => name.toLowerCase() === 'host') ? [] : [['host', host]]
  own.push(['connection', request.asksToClose ? 'close' : 'keep-alive'])
  const length = request.body?.length ?? 0
  const last: [string, string][] =
    length > 0 || withContent.has(request.method) ? [['content-length', String(length)]] : []
  const lines = [...own, ...fields, ...last].map(([name, value]) => `${name}: ${value}\r\n`)
  const head = Buffer.from(`${request.method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
  return request.body === null ? head : Buffer.concat([head, request.body])
}

function checkField(name: string, value: string, method: string): void {
  check(/^[!#$%&'*+.^_`|~\w-]+$/, name, 'the name of a header', method)
  check(/^[\t\x20-\x7e\x80-\xff]*$/, value, `its header ${name}`, method)
  if (!clientsOwn.has(name.toLowerCase())) return
  throw new Error(`Cannot send ${method}: its header ${name} is one that the client writes itself`)
}

function check(wanted: RegExp, found: string, what: string, method: string): void {
  if (wanted.test(found)) return
  throw new Error(`Cannot send ${method}: ${what} is ${JSON.stringify(found)}, which HTTP/1.1 cannot hold`)
}
