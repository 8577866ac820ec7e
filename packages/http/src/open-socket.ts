import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/**
 * Begins to connect; `onOpen` is called when requests can be written. An error is emitted by the socket, as usual.
 * Nagle's algorithm is off: it would hold small requests back. With `onread`, what comes is put into its buffer.
 */
export function openSocket(origin: URL, onOpen: () => void, onread?: OnReadOpts): Socket {
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const reading = onread === undefined ? {} : { onread }
  if (origin.protocol === 'https:') {
    const port = Number(origin.port || 443)
    const names = isIP(host) === 0 ? { servername: host } : {}
    return connectTls({ host, port, ...names, ALPNProtocols: ['http/1.1'], ...reading }, onOpen).setNoDelay(true)
  }
  return connectTcp({ host, port: Number(origin.port || 80), noDelay: true, ...reading }, onOpen)
}
