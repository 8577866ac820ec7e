import type { TierAddress } from './messages.ts'

/** The URLs of a tier, one for each of its addresses. */
export function tierUrls({ addresses, port }: TierAddress): readonly string[] {
  return addresses.map((address) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`)
}
