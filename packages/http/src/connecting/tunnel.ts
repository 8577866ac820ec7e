import type { Socket } from 'node:net'

/** What a proxy may say before it has said enough. */
const longestAnswer = 16_384

/** The proxy did not let a connection through; `message` has its words. */
class ProxyError extends Error {
  readonly code = 'PROXY_REFUSED'
}

/** The value of `proxy-authorization` (Basic) that a proxy's URL asks for; `undefined` where it names no user. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '') return undefined
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

/** Asks the proxy at the other end of a socket to pass everything on to `to`, host and port (RFC 9110, 9.3.6). */
export function openTunnel(socket: Socket, to: string, proxy: URL, onEnd: (error: Error | undefined) => void): void {
  const authorization = proxyAuthorization(proxy)
  const last = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`
  let answer = ''
  const end = (error: Error | undefined) => {
    socket.off('data', take)
    socket.off('end', cutOff)
    socket.pause()
    onEnd(error)
  }
  const cutOff = () => end(new ProxyError(`The proxy closed the connection instead of leading it to ${to}`))
  const take = (data: Buffer) => {
    answer += data.toString('latin1')
    if (!answer.includes('\r\n\r\n') && answer.length < longestAnswer) return
    const [, status = '', reason = ''] = /^HTTP\/1\.[01] (\d{3})(.*)/.exec(answer) ?? []
    if (status.startsWith('2')) end(undefined)
    else if (status === '') end(new ProxyError(`The proxy did not answer in HTTP when it was asked for ${to}`))
    else end(new ProxyError(`The proxy did not lead to ${to}: ${status}${reason}`.trimEnd()))
  }
  socket.on('data', take)
  socket.on('end', cutOff)
  socket.write(`CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\n${last}\r\n`)
}
