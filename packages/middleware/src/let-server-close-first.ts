import type { Socket } from 'node:net'

/** How long a server may take to close after a whole answer to `Connection: close`. */
const patienceMs = 1000

/**
 * Makes a socket wait for the server's FIN before it closes after a whole answer, so that TIME_WAIT lies with the
 * server, as it does for a program that sends `Connection: close` and leaves the closing to the server. undici itself
 * destroys such a socket with the answer's last byte, with a code of its own that says there was no error.
 */
export function letServerCloseFirst(socket: Socket): void {
  const destroy = socket.destroy.bind(socket)
  socket.destroy = (error) => {
    if (socket.destroyed || socket.readableEnded || !isOrderly(error)) return destroy(error)
    const impatience = setTimeout(destroy, patienceMs)
    socket.once('close', () => clearTimeout(impatience))
    // Nobody reads on, and without a reader the stream would not notice its end.
    socket.removeAllListeners('readable')
    return socket.resume()
  }
}

function isOrderly(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && error.code === 'UND_ERR_INFO'
}
