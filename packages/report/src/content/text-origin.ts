/** A shorter text is too likely to stand inside another one by chance. */
const shortestQuoted = 12

/**
 * The text that `text` passes on. A tier that fails because the one behind it failed quotes what that one said; all such
 * messages are one failure, named by the innermost words. Without any quoted text, the text itself.
 */
export function originOf(text: string, origins: readonly string[]): string {
  let origin = text
  for (const candidate of origins) {
    if (candidate.length >= origin.length || candidate.length < shortestQuoted) continue
    if (text.includes(candidate) || text.includes(quotedInJson(candidate))) origin = candidate
  }
  return origin
}

function quotedInJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
