const unitBytes: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** Bytes of a size such as `4MiB`, `16KiB` or `4096B`. `undefined` where the text is none, or no whole number of bytes. */
export function parseBytes(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)$/.exec(text)
  if (found === null) return undefined
  const bytes = Number(found[1]) * (unitBytes[found[2] ?? ''] ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
