const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
}

/** A text that is a size. */
export const sizePattern = /^(\d+(?:\.\d+)?)(B|[KMG]i?B)$/

/** Bytes of a size such as `4MiB`, `64KB` (64,000) or `4096B`. `undefined` where the text is none, or no whole number of bytes. */
export function parseBytes(text: string): number | undefined {
  const found = sizePattern.exec(text)
  if (found === null) return undefined
  const bytes = Number(found[1]) * (unitBytes[found[2] ?? ''] ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Bytes a second of a rate such as `64KB/s`. */
export function parseBytesPerSecond(text: string): number | undefined {
  return text.endsWith('/s') ? parseBytes(text.slice(0, -2)) : undefined
}
