import type { Socket } from 'node:net'

interface Counted {
  readonly bytesRead: number
  readonly bytesWritten: number
}

/**
 * What counts a socket's bytes on the wire: that of TLS counts what it carries, so the one below it is asked, which Node
 * does not show. `undefined` once the socket is closed.
 */
export function wireCounts(socket: Socket): Counted | undefined {
  const { _handle: handle } = socket as Socket & { _handle?: (Counted & { _parent?: Counted }) | null }
  return handle?._parent ?? handle ?? undefined
}
