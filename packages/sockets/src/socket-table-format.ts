/** A socket as plain data; addresses of one word (IPv4) or four (IPv6), in the kernel's byte order. */
export interface PlainSocket {
  readonly localAddress: readonly number[]
  readonly localPort: number
  readonly remoteAddress: readonly number[]
  readonly remotePort: number
  readonly state: number
}

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'.padEnd(149)

/** The text that the kernel's `tcp4_seq_show()` and `tcp6_seq_show()` would print: for tests. */
export function formatSocketTable(sockets: readonly PlainSocket[], firstNumber = 0): string {
  const lines = sockets.map((socket, index) => {
    const number = String(firstNumber + index).padStart(4)
    const local = `${addressDigits(socket.localAddress)}:${hex(socket.localPort, 4)}`
    const remote = `${addressDigits(socket.remoteAddress)}:${hex(socket.remotePort, 4)}`
    const rest = '00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000 20 0 0 10 -1'
    return `${number}: ${local} ${remote} ${hex(socket.state, 2)} ${rest}`.padEnd(149)
  })
  return `${[header, ...lines].join('\n')}\n`
}

function addressDigits(words: readonly number[]): string {
  return words.map((word) => hex(word, 8)).join('')
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}
