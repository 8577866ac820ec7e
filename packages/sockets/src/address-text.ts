import { SocketAddress } from 'node:net'

/** An address in four words of the kernel's byte order, as people write it; an IPv4-mapped one as IPv4. */
export function addressText(words: Uint32Array): string {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
  if (isMapped(bytes)) return bytes.subarray(12).join('.')
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  )
  return new SocketAddress({ family: 'ipv6', address: groups.join(':') }).address
}

/** `127.0.0.1:8080` or `[::1]:8080`. */
export function destinationText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
}
