import { isIP, isIPv4 } from 'node:net'

const mostAddresses = 65_536

/** `10.0.0.5`, `::1`, or all from one IPv4 address to another: `10.0.0.5-10.0.0.9`; `undefined` for anything else. */
export function parseLocalAddresses(text: string): readonly string[] | undefined {
  if (isIP(text) !== 0) return [text]
  const [first = '', last = '', ...more] = text.split('-').map((part) => part.trim())
  if (more.length > 0 || !isIPv4(first) || !isIPv4(last)) return undefined
  const [from, to] = [numberOf(first), numberOf(last)]
  if (to < from || to - from >= mostAddresses) return undefined
  return Array.from({ length: to - from + 1 }, (_, index) => addressOf(from + index))
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
