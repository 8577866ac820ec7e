import type { TcpSocket } from './tcp-socket.ts'

const newline = 0x0a
const space = 0x20
const colon = 0x3a

const notHex = 0x10
const hexValue = new Uint8Array(256).fill(notHex)
for (const digit of '0123456789abcdefABCDEF') hexValue[digit.charCodeAt(0)] = Number.parseInt(digit, 16)

/** The third word of an IPv4-mapped address, `::ffff:a.b.c.d`, in this machine's byte order. */
const mappedPrefix = new Uint32Array(new Uint8Array([0, 0, 0xff, 0xff]).buffer)[0] ?? 0

/**
 * From the state to the end of a line there are at least these bytes: the columns up to `timeout` have a least width
 * in the kernel's format strings.
 */
const leastRest = ' 00000000:00000000 00:00000000 00000000     0        0'.length

/**
 * One line of the kernel's table of TCP sockets. The same object is handed out for every line: copy what is to be kept.
 * Addresses are four words in the kernel's own byte order, an IPv4 one in its IPv4-mapped form, from whichever table;
 * they are decoded when asked for.
 */
export class SocketRow implements TcpSocket {
  localPort = 0
  /** 0 for a socket that listens. */
  remotePort = 0
  /** The kernel's number of the state: its index in `tcpStates` plus one. */
  state = 0

  readonly #bytes: Uint8Array
  readonly #localAddress = new Uint32Array(4)
  readonly #remoteAddress = new Uint32Array(4)
  #lineStart = 0
  #localAt = 0
  #addressDigits = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get localAddress(): Uint32Array {
    return this.#readAddress(this.#localAt, this.#localAddress)
  }

  get remoteAddress(): Uint32Array {
    return this.#readAddress(this.#localAt + this.#addressDigits + 6, this.#remoteAddress)
  }

  /**
   * Moves to the line that begins at `lineStart`: `  12: 0100007F:1F90 0100007F:C350 01 …`, with addresses of 8 digits
   * (IPv4) or 32 (IPv6). Answers where the rest of the line begins.
   */
  moveTo(lineStart: number): number {
    const bytes = this.#bytes
    let at = lineStart
    while (at < bytes.length && bytes[at] !== colon) at++
    at += 2
    const digits = bytes[at + 8] === colon ? 8 : 32
    const remote = at + digits + 6
    const state = remote + digits + 6
    this.#lineStart = lineStart
    this.#localAt = at
    this.#addressDigits = digits
    this.localPort = readHex(bytes, at + digits + 1, 4)
    this.remotePort = readHex(bytes, remote + digits + 1, 4)
    this.state = readHex(bytes, state, 2)
    if (
      (this.localPort | this.remotePort | this.state) < 0 ||
      bytes[at + digits] !== colon ||
      bytes[remote - 1] !== space ||
      bytes[remote + digits] !== colon ||
      bytes[state - 1] !== space ||
      bytes[state + 2] !== space
    ) {
      throw this.#misread()
    }
    return state + 2
  }

  #readAddress(at: number, words: Uint32Array): Uint32Array {
    let seen = 0
    if (this.#addressDigits === 8) {
      seen = readHex(this.#bytes, at, 8)
      words[0] = 0
      words[1] = 0
      words[2] = mappedPrefix
      words[3] = seen
    } else {
      for (let index = 0; index < 4 && seen >= 0; index++) {
        seen = readHex(this.#bytes, at + 8 * index, 8)
        words[index] = seen
      }
    }
    if (seen < 0) throw this.#misread()
    return words
  }

  #misread(): Error {
    const start = this.#bytes.subarray(this.#lineStart, this.#lineStart + 200)
    const [line] = new TextDecoder().decode(start).split('\n')
    return new Error(
      `Cannot read the kernel's table of sockets: found the line ${JSON.stringify(line)}, wanted "<number>: <address>:<port> <address>:<port> <state> …" in hexadecimal digits`,
    )
  }
}

/**
 * Reads `/proc/net/tcp` or `/proc/net/tcp6` as bytes and hands each socket to `visit`, without a string per line.
 * A last line without its end is left out. Throws on a line that does not look like a socket.
 *
 * The first column is `%4d:`, so from socket number 10,000 on all columns move right: the first colon is looked for.
 * Format: https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function scanSocketTable(bytes: Uint8Array, visit: (socket: SocketRow) => void): void {
  const socket = new SocketRow(bytes)
  const lastNewline = bytes.lastIndexOf(newline)
  let lineStart = bytes.indexOf(newline) + 1
  while (lineStart <= lastNewline) {
    let lineEnd = socket.moveTo(lineStart) + leastRest
    while (lineEnd < lastNewline && bytes[lineEnd] !== newline) lineEnd++
    visit(socket)
    lineStart = lineEnd + 1
  }
}

/** -1 if there is anything but hexadecimal digits. */
function readHex(bytes: Uint8Array, start: number, digits: number): number {
  let value = 0
  let seen = 0
  for (let at = start; at < start + digits; at++) {
    const digit = hexValue[bytes[at] ?? newline] ?? notHex
    seen |= digit
    value = (value << 4) | digit
  }
  return seen < notHex ? value >>> 0 : -1
}
