/**
 * An address as people write it, in four words of the kernel's byte order, IPv4 as IPv4-mapped: what `addressText()`
 * turns back. Brackets and zones (`%en0`) are left out; `*` is 0.0.0.0. Of an IPv6 address that a listing cut off, what
 * is there counts, with zeros behind. `undefined` for what is no address, such as a host's name.
 */
export function addressWords(text: string): Uint32Array | undefined {
  const bare = text.replace(/^\[|\]$|%.*$/g, '')
  const bytes = bare.includes(':') ? ipv6Bytes(bare) : ipv4Mapped(bare === '*' ? '0.0.0.0' : bare)
  return bytes && new Uint32Array(bytes.buffer)
}

function ipv4Mapped(text: string): Uint8Array | undefined {
  const parts = ipv4Bytes(text)
  return parts && new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...parts])
}

function ipv4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN))
  return parts.length === 4 && parts.every((part) => part <= 255) ? parts : undefined
}

function ipv6Bytes(text: string): Uint8Array | undefined {
  const [head = '', tail] = text.split('::')
  const before = groupBytes(head)
  const after = tail === undefined ? [] : groupBytes(tail)
  if (before === undefined || after === undefined || before.length + after.length > 16) return undefined
  const bytes = new Uint8Array(16)
  bytes.set(before, 0)
  bytes.set(after, 16 - after.length)
  return bytes
}

/** `undefined` where a group is none; the last one may be an IPv4 address. */
function groupBytes(text: string): readonly number[] | undefined {
  if (text === '') return []
  const groups = text.replace(/:$/, '').split(':')
  const bytes = groups.map((group, index) => {
    if (index === groups.length - 1 && group.includes('.')) return ipv4Bytes(group)
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
  return bytes.includes(undefined) ? undefined : bytes.flatMap((part) => part ?? [])
}
