/** A text that looks like a share, which may be too large. */
export const sharePattern = /^(\d+(?:\.\d+)?)\s*(%?)$/

/** A share from 0 to 1, written `35%` or `0.35`. `undefined` where it is none. */
export function parseShare(text: string): number | undefined {
  const found = sharePattern.exec(text)
  if (found === null) return undefined
  const value = found[2] === '%' ? Number(found[1]) / 100 : Number(found[1])
  return value <= 1 ? value : undefined
}
