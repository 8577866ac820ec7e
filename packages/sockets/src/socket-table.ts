/**
 * One line of the kernel's table of TCP sockets. The same object is handed out for every line:
 * copy what is to be kept.
 */
export interface SocketRow {
  /** Four words in the kernel's own byte order; an IPv4 address is in its IPv4-mapped form, from whichever table. */
  readonly localAddress: Uint32Array
  localPort: number
  readonly remoteAddress: Uint32Array
  /** 0 for a socket that listens. */
  remotePort: number
  /** The kernel's number of the state: its index in `tcpStates` plus one. */
  state: number
}

const newline = 0x0a
const space = 0x20
const colon = 0x3a

/** The third word of an IPv4-mapped address, `::ffff:a.b.c.d`, in this machine's byte order. */
const mappedPrefix = new Uint32Array(new Uint8Array([0, 0, 0xff, 0xff]).buffer)[0] ?? 0

const notHex = 0x10
const hexValue = new Uint8Array(256).fill(notHex)
for (const digit of '0123456789abcdefABCDEF') hexValue[digit.charCodeAt(0)] = Number.parseInt(digit, 16)

/**
 * Reads `/proc/net/tcp` or `/proc/net/tcp6` as bytes and hands each socket to `visit`, without a string per line.
 * A last line without its end is left out. Throws on a line that does not look like a socket.
 *
 * The first column is `%4d:`, so from socket number 10,000 on all columns move right: the first colon is looked for.
 * Format: https://docs.kernel.org/networking/proc_net_tcp.html
 */
export function scanSocketTable(bytes: Uint8Array, visit: (socket: SocketRow) => void): void {
  const socket: SocketRow = {
    localAddress: new Uint32Array(4),
    localPort: 0,
    remoteAddress: new Uint32Array(4),
    remotePort: 0,
    state: 0,
  }
  let lineStart = bytes.indexOf(newline) + 1
  if (lineStart === 0) return
  while (lineStart < bytes.length) {
    const lineEnd = findNewline(bytes, lineStart)
    if (lineEnd === -1) return
    if (!readLine(bytes, lineStart, lineEnd, socket)) throw misread(bytes, lineStart, lineEnd)
    visit(socket)
    lineStart = lineEnd + 1
  }
}

function findNewline(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) if (bytes[at] === newline) return at
  return -1
}

/** `  12: 0100007F:1F90 0100007F:C350 01 …`, with addresses of 8 digits (IPv4) or 32 (IPv6). */
function readLine(bytes: Uint8Array, lineStart: number, lineEnd: number, socket: SocketRow): boolean {
  let at = lineStart
  while (at < lineEnd && bytes[at] !== colon) at++
  at += 2
  const digits = bytes[at + 8] === colon ? 8 : 32
  const remote = at + digits + 6
  const state = remote + digits + 6
  if (
    state + 2 > lineEnd ||
    bytes[at + digits] !== colon ||
    bytes[remote - 1] !== space ||
    bytes[remote + digits] !== colon ||
    bytes[state - 1] !== space ||
    bytes[state + 2] !== space
  ) {
    return false
  }
  socket.localPort = readHex(bytes, at + digits + 1, 4)
  socket.remotePort = readHex(bytes, remote + digits + 1, 4)
  socket.state = readHex(bytes, state, 2)
  return (
    socket.localPort >= 0 &&
    socket.remotePort >= 0 &&
    socket.state >= 0 &&
    readAddress(bytes, at, digits, socket.localAddress) &&
    readAddress(bytes, remote, digits, socket.remoteAddress)
  )
}

function readAddress(bytes: Uint8Array, start: number, digits: number, into: Uint32Array): boolean {
  if (digits === 8) {
    const word = readHex(bytes, start, 8)
    into[0] = 0
    into[1] = 0
    into[2] = mappedPrefix
    into[3] = word
    return word >= 0
  }
  for (let index = 0; index < 4; index++) {
    const word = readHex(bytes, start + 8 * index, 8)
    if (word < 0) return false
    into[index] = word
  }
  return true
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

function misread(bytes: Uint8Array, lineStart: number, lineEnd: number): Error {
  const line = new TextDecoder().decode(bytes.subarray(lineStart, Math.min(lineEnd, lineStart + 200)))
  return new Error(
    `Cannot read the kernel's table of sockets: found the line ${JSON.stringify(line)}, wanted "<number>: <address>:<port> <address>:<port> <state> …" in hexadecimal digits`,
  )
}
