const longest = 60

/** A part of a line as messages quote it. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
}
